import path from 'node:path';
import { AppError, type Ctx } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import type { Logger } from '@recado/runtime/logger';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import type { Company } from '../src/tenancy/fixture-tables.ts';
import { COMPANY_A, COMPANY_B, FIXTURE_TABLES, seedTwoCompanies } from '../src/tenancy/two-companies.ts';
import { listModules, ROOT } from './tree.ts';

type Schema = { shape: Record<string, unknown> };
type Reader = ((ctx: Ctx, input: unknown) => Promise<unknown>) & { input?: Schema; kind?: string };

/** Readers that are not built for a person in a workspace, with where they are tried instead. */
const OTHERWISE: Record<string, string> = {
  listWorkspaceIds: 'ids of every company, which the role of jobs alone may ask for; below',
  listDueBilling: 'ids of accounts, which the role of jobs alone may ask for; packages/testing/billing',
  readOutboxLag: 'two numbers about the whole outbox',
  getViewer: 'a person sees their own session; packages/testing/guard',
  listSessions: 'a person sees their own sessions; packages/testing/guard',
  listDevices: 'a person sees their own devices; packages/testing/guard',
  listOwnDevices: 'a person sees their own devices; packages/core/src/identity/own-account.db.test.ts',
  listEvents: 'a person sees their own history; packages/core/src/identity/own-account.db.test.ts',
  readFactors: 'a person sees their own second factors; apps/web/src/server/ways-in.db.test.ts',
  listPasskeys: 'a person sees their own passkeys; apps/web/src/server/passkeys.db.test.ts',
  listIdentities: 'a person sees their own accounts elsewhere; apps/web/src/server/federation.db.test.ts',
  listAudit: 'needs a right that agents lack; packages/core/src/compliance/audit.db.test.ts',
  readAuditRows: 'needs a right that agents lack; packages/core/src/compliance/audit.db.test.ts',
  getPolicies: 'needs a right that agents lack; packages/core/src/policies/policies.db.test.ts',
  getTeamSecurity: 'needs a right that agents lack; packages/core/src/policies/policies.db.test.ts',
  countEarlyPlaces: 'a count that everybody may see',
  listSharingDue: 'ids of people, which the role of jobs alone may ask for; packages/testing/growth',
  readOwnSharing: 'a person sees what was seen of their own login; packages/testing/growth',
  listDueTax: 'ids of accounts, which the role of jobs alone may ask for; packages/testing/billing',
  readOffers: 'needs a right that agents lack; packages/testing/billing',
  readMoneyBack: 'needs a right that agents lack; packages/testing/billing',
  readReferrals: 'needs a right that agents lack; packages/testing/billing',
  readTaxDetails: 'needs a right that agents lack; packages/testing/billing',
  listChoices: 'needs a right that agents lack; packages/testing/billing',
  readBilling: 'needs a right that agents lack; packages/testing/billing',
  readPlan: 'needs a right that agents lack; apps/web/src/server/foreign-ids.db.test.ts',
  readOfflineKey: 'gives the key of the session that asks; apps/web/e2e/without-network.e2e.ts',
  listDuplicates: 'needs a right that agents lack; packages/core/src/contacts/merge.db.test.ts',
  findLikes: 'needs a right that agents lack; packages/core/src/contacts/scores.db.test.ts',
  listPushes: 'the jobs ask, behind the system’s door; apps/jobs/src/push.db.test.ts',
  getImport: 'needs a right that agents lack; apps/web/src/server/foreign-ids.db.test.ts',
  listImports: 'needs a right that agents lack; apps/web/src/server/foreign-ids.db.test.ts',
  listImportFaults: 'needs a right that agents lack; apps/web/src/server/foreign-ids.db.test.ts',
  readImportPlan: 'the jobs ask, behind the system’s door; packages/jobs/src/imports/imports.db.test.ts',
  listExports: 'needs a right that agents lack; packages/jobs/src/exports/exports.db.test.ts',
  previewExport: 'needs a right that agents lack; packages/jobs/src/exports/exports.db.test.ts',
  readExportPlan: 'the jobs ask, behind the system’s door; packages/jobs/src/exports/exports.db.test.ts',
  readClaim: 'a browser sees the claim whose secret it holds; apps/web/src/server/federation.db.test.ts',
  readAttempt: 'a browser sees the attempt whose secret it holds; apps/web/src/server/ways-in.db.test.ts',
  readInvitation: 'whoever holds the secret of one; packages/core/src/access/invitations.db.test.ts',
  listInvitations: 'asks for more than the agent here may; packages/core/src/access/invitations.db.test.ts',
  readPhoto: 'one’s own picture and those of colleagues; packages/core/src/identity/photo.db.test.ts',
  listOwnWorkspaces: 'a person sees their own workspaces; packages/core/src/workspaces/workspaces.db.test.ts',
  listWaiting: 'a person sees what waits in their own; packages/core/src/workspaces/workspaces.db.test.ts',
  readMatters: 'a person sees what is about their own; packages/core/src/workspaces/transfers.db.test.ts',
  readOverview: 'an owner sees their own workspaces; packages/core/src/workspaces/workspaces.db.test.ts',
  listWorkspacesOf: 'the jobs ask, about one person; the test at the end of this file',
  readPass: 'reads what a request presents; packages/testing/guard',
  readLinkPass: 'reads what a visitor’s request presents; packages/testing/guard/links.db.test.ts',
  readSurvey: 'whoever holds the secret of a question; packages/core/src/conversations/survey.db.test.ts',
  getVisit: 'a visitor sees where their own link leads; packages/testing/guard/links.db.test.ts',
  listLinks: 'whoever gives links sees them; packages/testing/guard/links.db.test.ts',
  readOwnContact: 'a person sees their own address and phone; packages/testing/guard/phones.db.test.ts',
  findSentMessage: "the holder of a number, behind its lease; the worker's tests",
  listPendingMedia: "the holder of a number, behind its lease; the worker's tests",
  readMediaForSending: "the holder of a number, behind its lease; the worker's tests",
};

const readers: { name: string; verb: Reader }[] = [];
for (const module of listModules()) {
  const door = (await import(path.join(ROOT, 'packages/core/src', module, 'index.ts'))) as Record<string, unknown>;
  for (const [name, verb] of Object.entries(door)) {
    // what the staff reads belongs to no company; packages/testing/guard/console.db.test.ts
    const isStaffs = (verb as Reader).kind === 'staff';
    if (
      /^(list|get|search|count|find|read)[A-Z]/.test(name) &&
      typeof verb === 'function' &&
      !(name in OTHERWISE) &&
      !isStaffs
    )
      readers.push({ name: `${module}.${name}`, verb: verb as Reader });
  }
}

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  await seedTwoCompanies(db.admin);
  web = connect(db.webUrl, { name: 'isolation', max: 2 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

const as = (company: Company, workspaceId: string): Ctx =>
  ({
    workspaceId,
    door: { kind: 'session', pass: company.agentPass },
    db: web,
    clock: { now: () => new Date() },
    log: {} as Logger,
    requestId: 'isolation',
    locale: 'es',
  }) as unknown as Ctx;

const stored = (table: string, company: Company): string => {
  const found = FIXTURE_TABLES.find((each) => each.name === table);
  if (!found) throw new Error(table);
  return found.row(company, 0).id as string;
};

/** An input that names things of a company wherever the schema asks for a thing. */
function inputNaming(company: Company, schema: Schema | undefined): Record<string, unknown> {
  const known: Record<string, unknown> = {
    conversationId: stored('app.conversation', company),
    messageId: stored('app.message', company),
    contactId: stored('app.contact', company),
    mediaId: stored('app.media', company),
    channelId: stored('app.channel', company),
    personId: company.agentId,
    conversationIds: [stored('app.conversation', company)],
    personIds: [company.agentId],
    // what the other company says and is called
    text: 'Canary',
    horizon: '1',
    seen: [],
  };
  return Object.fromEntries(
    Object.keys(schema?.shape ?? {})
      .filter((key) => key in known)
      .map((key) => [key, known[key]]),
  );
}

/** Everything of company A that an answer could give away. */
const belongsToA = (answer: unknown): boolean => {
  const text = JSON.stringify(answer) ?? '';
  return text.includes('a0000000-0000-4000-8000') || text.includes('Canary a') || text.includes('of a"');
};

test('there are readers to try, and every one is built by the kernel', () => {
  expect(readers.length).toBeGreaterThan(7);
  expect(readers.filter(({ verb }) => verb.kind !== 'query').map(({ name }) => name)).toEqual([]);
});

describe.each(readers)('$name', ({ verb }) => {
  test('answers its own company', async () => {
    const answer = await verb(as(COMPANY_A, COMPANY_A.workspaceId), inputNaming(COMPANY_A, verb.input));
    expect(answer).toBeTruthy();
  });

  test('shows another company nothing, even with the right ids', async () => {
    const answer = await verb(as(COMPANY_B, COMPANY_B.workspaceId), inputNaming(COMPANY_A, verb.input)).catch(
      (error) => {
        if (!(error instanceof AppError)) throw error;
        expect(error.kind).toBe('NOT_FOUND');
        return error.params;
      },
    );
    expect(belongsToA(answer)).toBe(false);
  });

  test('does not let a stranger name the workspace', async () => {
    await expect(verb(as(COMPANY_B, COMPANY_A.workspaceId), inputNaming(COMPANY_A, verb.input))).rejects.toMatchObject({
      code: 'kernel.workspaceNotFound',
    });
  });
});

test('nobody but the jobs may ask which companies there are', async () => {
  const ask = (role: typeof db.web) => role`select guard.list_workspaces(null, 10)`;
  for (const role of [db.web, db.worker]) await expect(ask(role)).rejects.toMatchObject({ code: '42501' });
  expect(await ask(db.jobs)).toHaveLength(2);
  const of = (role: typeof db.web) => role`select id from guard.workspaces_of(${COMPANY_A.agentId}) id`;
  for (const role of [db.web, db.worker]) await expect(of(role)).rejects.toMatchObject({ code: '42501' });
  expect(await of(db.jobs)).toEqual([{ id: COMPANY_A.workspaceId }]);
});
