import { randomUUID } from 'node:crypto';
import { appRouter } from '@recado/api/trpc';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { beginAttempt } from '@recado/core/identity';
import { may, memberRoles, type Permission, permissions } from '@recado/core/kernel';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makePerson, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Entrance, inputFor, listEntrances } from './trial/list-entrances.ts';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  // many people from one address: the limits of calls are tried elsewhere
  door = await startFrontDoor({ webUrl: `${database.trialUrl}?options=-c%20recado.raised_limits%3Don` });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

type Procedure = Extract<Entrance, { kind: 'procedure' }>;
const procedures = listEntrances().filter((each): each is Procedure => each.kind === 'procedure');
const ofWorkspaces = procedures.filter((each): each is Procedure & { needs: Permission } => each.needs !== undefined);

/** What a person does with their own account, or staff with everybody's, whatever their role anywhere: each by its name, so that none joins them unseen. */
const OWN = [
  'security.factors security.stepUp security.sendCode security.changePassword security.startTotp security.confirmTotp security.removeTotp',
  'security.renewRecovery security.trustDevice security.untrustDevice',
  'federation.linkClaim federation.beginLink federation.list federation.unlink',
  'passkeys.beginProof passkeys.beginAdd passkeys.add passkeys.list passkeys.rename passkeys.remove',
  'sessionsSingle.validateSession sessionsSingle.readOfflineKey sessionsSingle.getCurrentSession sessionsSingle.renewActivity',
  'sessionsSingle.terminateSession sessionsSingle.cleanupInactiveSessions sessionsSingle.list sessionsSingle.terminateOne',
  'sessionsSingle.terminateOthers sessionsSingle.noteSeen',
  'ownAccount.events ownAccount.devices ownAccount.endDevice ownAccount.eraseHistory ownAccount.updateProfile ownAccount.removePhoto',
  'ownAccount.sharing ownAccount.contestSharing staff.opportunities staff.moveOpportunity',
  'ownContact.read ownContact.startEmail ownContact.confirmEmail ownContact.startPhone ownContact.confirmPhone ownContact.removePhone',
  'invitations.accept',
  'staff.functions staff.runs staff.run staff.payload staff.queue staff.deadLetters staff.deadLetter staff.actions staff.people staff.wall',
  'staff.onboarding staff.leads staff.settleLead staff.cancel staff.retry staff.retryDeadLetter staff.retryDeadLetters staff.discardDeadLetter staff.moneyBack staff.revenue staff.kpis staff.upsells staff.disputes staff.sla staff.enterSla staff.confirmSla',
].flatMap((names) => names.split(' '));
/** What anybody may call who holds no session: ways in, and what leads to them. */
const WITHOUT_SESSION = [
  'auth.signUp auth.resend auth.verify auth.logIn auth.pending auth.proveEmailCode auth.resendCode auth.logInByMail auth.logInByPhone',
  'auth.sendText auth.proveTextCode auth.openLink auth.proveFactor auth.askReset auth.resetPassword auth.unlock auth.undoEmail auth.logOut',
  'federation.begin federation.claim federation.signUp passkeys.begin passkeys.logIn',
  'sessionsSingle.initSession sessionsSingle.noteCard sessionsSingle.reportNotMe',
  'plans.teamOffer plans.talkToUs invitations.read invitations.join notifications.stopMail',
].flatMap((names) => names.split(' '));
/** Procedures about all of a person's companies at once, beside those of one. */
const OF_ALL_ONES_OWN = [
  ...['list', 'waiting', 'overview', 'matters', 'declineTransfer'].map((name) => `workspaces.${name}`),
  ...['subscribePush', 'unsubscribePush'].map((name) => `notifications.${name}`),
];
/** What opens a company that its door would not let anybody into: to whoever may not, it is not there. */
const OPENING = [
  ...['restore', 'undoDeletion', 'acceptTransfer'].map((name) => `workspaces.${name}`),
  'policies.pauseList',
];

type Arrived = { browser: Browser; workspaceId: string };

/** Somebody with a role in a company of their own, who has just proved who they are by every factor. */
async function arrive(role: string, rights: readonly Permission[] | null = null): Promise<Arrived> {
  const { id: workspaceId, accountId } = await makeWorkspace(database.admin);
  // every feature there is: what a plan lacks is not what is asked here
  await database.admin`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'enterprise' group by v.plan)
    where a.id = ${accountId}`;
  const person = await makePerson(database.admin);
  if (rights === null) await addMember(database.admin, workspaceId, person, role);
  else {
    const [made] = await database.admin`
      insert into app.custom_role (workspace_id, name, permissions) values (${workspaceId}, 'Own', ${rights}) returning id`;
    await database.admin`insert into app.member (workspace_id, person_id, role, custom_role_id, name, email)
      values (${workspaceId}, ${person.id}, 'custom', ${made?.id}, 'Ana', ${person.email})`;
  }
  const browser = door.browser();
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return { browser, workspaceId };
}

const call = ({ browser }: Arrived, { name, type, input }: Procedure, workspaceId: string): Promise<Answer> =>
  type === 'query'
    ? browser.query(name, { workspaceId, input: input ?? {} })
    : browser.mutate(name, { workspaceId, input: input ?? {} });

type Refusal = { error?: { data?: { app?: { code?: string; params?: { needs?: string } } } } };
/** What kept somebody out: the right that they lack, or nothing. A fault is neither. */
function keptOutBy(answer: Answer): string | null {
  const app = (answer.json as Refusal).error?.data?.app;
  if (answer.status >= 500) throw new Error(`${answer.status}: ${answer.text}`);
  return app?.code === 'kernel.forbidden' ? (app.params?.needs ?? '') : null;
}

/** What a sample asks of a right beside the one that a procedure is named for. */
const ALSO: Record<string, string> = { 'conversations.change': 'conversations.assign' };
/** What somebody with one right alone may not do with it: give what they lack, or bring in what they do not see. */
const BEYOND = ['access.above', 'access.linkAboveYou', 'imports.notEverything'];

/** Whoever may is neither sent away nor told that the company is not there: what they named in it may be missing, or their proof. */
function letIn({ name }: { name: string }, answer: Answer, isOneRight = false): void {
  const { code, params } = (answer.json as Refusal).error?.data?.app ?? {};
  if (code === 'kernel.forbidden') expect([name, params?.needs]).toEqual([name, ALSO[name]]);
  else if (answer.status === 403) expect([name, isOneRight && BEYOND.includes(code ?? '')]).toEqual([name, true]);
  // what is offered by somebody else is no company of theirs yet (workspaces/transfers.db.test.ts)
  if (name !== 'workspaces.acceptTransfer') expect([name, code]).not.toEqual([name, 'kernel.workspaceNotFound']);
}

it('every procedure behind a session names the right that it needs, or is about the caller’s own account', () => {
  const unnamed = procedures.flatMap(({ needs, name }) => (needs ? [] : [name]));
  expect(unnamed.sort()).toEqual([...OWN, ...OF_ALL_ONES_OWN].sort());
  expect(ofWorkspaces.length).toBeGreaterThan(10);
});

it('what asks for no session is a way in, and written down here by its name', () => {
  const behind = new Set(procedures.map(({ name }) => name));
  const open = Object.keys(appRouter._def.procedures).filter((name) => !behind.has(name));
  expect(open.sort()).toEqual(WITHOUT_SESSION.toSorted());
});

describe.each(memberRoles)('as %s', (role) => {
  it.each(ofWorkspaces)('$name is let through exactly when $needs is among the role’s rights', async (procedure) => {
    const who = await arrive(role);
    const answer = await call(who, procedure, who.workspaceId);
    if (may(role, procedure.needs)) letIn(procedure, answer);
    else if (OPENING.includes(procedure.name)) expect(answer.status).toBeGreaterThan(400);
    else expect(keptOutBy(answer)).toBe(procedure.needs);
  });

  it('in another company every procedure answers as in one that does not exist', async () => {
    const who = await arrive(role);
    const other = await arrive('owner');
    for (const procedure of ofWorkspaces) {
      const [there, nowhere] = [
        await call(who, procedure, other.workspaceId),
        await call(who, procedure, randomUUID()),
      ];
      const { code } = (there.json as Refusal).error?.data?.app ?? {};
      expect([procedure.name, there.status, code]).toEqual([procedure.name, 404, 'kernel.workspaceNotFound']);
      const bare = ({ text }: Answer) => text.replace(/"requestId":"[^"]*"/g, '');
      expect(bare(there)).toBe(bare(nowhere));
    }
  });
});

describe('as a role of the company’s own', () => {
  it.each(ofWorkspaces)('$name needs $needs and nothing else', async (procedure) => {
    const only = await arrive('custom', [procedure.needs]);
    const judged = await call(only, procedure, only.workspaceId);
    if (may('custom', procedure.needs, [procedure.needs])) letIn(procedure, judged, true);
    else if (OPENING.includes(procedure.name)) expect(judged.status).toBeGreaterThan(400);
    // what is an owner's alone is not theirs, whatever their role's row says
    else expect(keptOutBy(judged)).toBe(procedure.needs);
    const allElse = await arrive(
      'custom',
      permissions.filter((each) => each !== procedure.needs),
    );
    const answer = await call(allElse, procedure, allElse.workspaceId);
    if (OPENING.includes(procedure.name)) expect(answer.status).toBeGreaterThan(400);
    else expect(keptOutBy(answer)).toBe(procedure.needs);
  });
});

const linkRoles = ['link_read', 'link_agent', 'link_admin'] as const;
type Described = { _def: { type: 'query' | 'mutation'; meta?: { needs?: Permission; input?: z.ZodType } } };
/** What visitors may call that is about the company: whoever adds something here says which right it needs, as everywhere. */
const ofVisitors = Object.entries(visitorRouter._def.procedures as unknown as Record<string, Described>)
  .map(([name, { _def }]) => ({ name, type: _def.type, needs: _def.meta?.needs, schema: _def.meta?.input }))
  .filter(({ name }) => !['visit', 'switchNotices', 'leave'].includes(name));

describe.each(linkRoles)('as a visitor by a link of %s', (role) => {
  it('each procedure is let through exactly when its right is among the link’s, and only in its company', async () => {
    const [owner, other] = [await arrive('owner'), await arrive('owner')];
    const made = await owner.browser.mutate('links.create', {
      workspaceId: owner.workspaceId,
      input: { name: 'Eva', role, days: 9 },
    });
    const { linkId, secret } = (made.json as { result: { data: { linkId: string; secret: string } } }).result.data;
    const visitor = door.browser();
    const headers = { 'content-type': 'application/json' };
    const opened = await visitor.ask('POST', `/w/${linkId}/exchange`, { body: JSON.stringify({ secret }), headers });
    expect(opened.status).toBe(200);
    const seen = { in: 0, out: 0 };
    for (const { name, type, needs, schema } of ofVisitors) {
      const right = needs as Permission;
      expect([name, permissions.includes(right)]).toEqual([name, true]);
      const input = schema ? inputFor(name, schema) : {};
      const ask = async (workspaceId: string) => {
        const body = JSON.stringify({ workspaceId, input });
        return type === 'query'
          ? await visitor.ask('GET', `/w/${linkId}/api/${name}?input=${encodeURIComponent(body)}`)
          : await visitor.ask('POST', `/w/${linkId}/api/${name}`, { body, headers });
      };
      const answer = await ask(owner.workspaceId);
      if (may(role, right)) letIn({ name }, answer);
      else expect([name, keptOutBy(answer)]).toEqual([name, right]);
      seen[may(role, right) ? 'in' : 'out'] += 1;
      // another company is to them as one that is not there, and so is their link in it
      const bare = ({ status, text }: Answer) => `${status} ${text.replace(/"requestId":"[^"]*"/g, '')}`;
      const cookies = [...visitor.cookies];
      const again = () => {
        for (const [key, value] of cookies) visitor.cookies.set(key, value);
      };
      const there = await ask(other.workspaceId);
      again();
      expect([name, there.status]).toEqual([name, 401]);
      expect(bare(there)).toBe(bare(await ask(randomUUID())));
      again();
    }
    expect(seen.in).toBeGreaterThan(5);
    expect(seen.out > 0).toBe(role !== 'link_admin');
  });
});
