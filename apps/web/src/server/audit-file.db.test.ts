import { randomUUID } from 'node:crypto';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makePerson, makeWorkspace, type TestPerson, type TestWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, startFrontDoor } from './trial/start-front-door.ts';

const ROWS = 2_300;
let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
let workspace: TestWorkspace;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor(
    { webUrl: `${database.trialUrl}?options=-c%20recado.raised_limits%3Don`, jobsUrl: database.jobsUrl },
    { trustedProxies: 1 },
  );
});
afterAll(async () => {
  await door.close();
  await database.drop();
});
beforeEach(async () => {
  workspace = await makeWorkspace(database.admin);
  await database.admin`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'enterprise' group by v.plan)
    where a.id = ${workspace.accountId}`;
});

/** Somebody who is in by a passkey, so that no second factor is asked of them, and from an address. */
async function logIn(person: TestPerson, address = '203.0.113.7'): Promise<Browser> {
  const browser = door.browser(undefined, { 'x-forwarded-for': address });
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return browser;
}
const file = (more = '', format = 'csv') => `/audit.${format}?workspace=${workspace.id}${more}`;
const exports = () =>
  database.admin`select detail, actor_id from app.audit_entry where workspace_id = ${workspace.id} and action = 'compliance/audit.exported'`;

describe('the audit as a file', () => {
  it('has every row once, the latest first, neutralises formulas, is itself written down, and tells the owner', async () => {
    await database.admin`
      insert into app.audit_entry (workspace_id, actor_kind, actor_id, actor_name, action, subject, at)
        select ${workspace.id}, 'person', 'p1', ${'=HYPERLINK("http://evil.example";"ver")'}, 'contacts/contact.updated', 's' || n, timestamptz '2026-01-01' + (n / 7) * interval '1 second'
          from generate_series(1, ${ROWS}) n`;
    const browser = await logIn(workspace.owner);
    const answer = await browser.ask('GET', file('&group=contacts'));
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'content-disposition': expect.stringMatching(/^attachment; filename="recado-audit-\d{4}-\d\d-\d\d\.csv"$/),
    });
    const lines = answer.text.trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^\ufeff?id,at,actor_kind,actor_id,actor_name,action,subject,/);
    expect(lines).toHaveLength(ROWS + 1);
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0])).size).toBe(ROWS);
    expect(lines[1]).toContain(`"'=HYPERLINK(""http://evil.example"";""ver"")"`);
    const objects = (await browser.ask('GET', file('&group=contacts', 'jsonl'))).text.trimEnd().split('\n');
    expect(objects.map((line) => JSON.parse(line).id)).toEqual(
      lines.slice(1).map((line) => Number(line.split(',')[0])),
    );
    expect((await exports()).map((row) => ({ ...row }))).toEqual(
      ['csv', 'jsonl'].map((format) => ({
        detail: { format, filter: { group: 'contacts' } },
        actor_id: workspace.owner.id,
      })),
    );
    const mail = await door.newestMail(workspace.owner.email);
    expect(mail.text).toContain('Member ha descargado el registro');
  });

  it('is kept from whoever lacks the right, proved nothing of late, or asks from another site; and nothing of that is an export', async () => {
    const manager = await makePerson(database.admin);
    await addMember(database.admin, workspace.id, manager, 'manager');
    const refused = await (await logIn(manager)).ask('GET', file());
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('kernel.forbidden')]);
    const owner = await logIn(workspace.owner);
    const elsewhere = await owner.ask('GET', file(), { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(elsewhere.text).toContain('identity.crossSite');
    expect((await owner.ask('GET', file('&group=NO'))).text).toContain('kernel.invalidInput');
    await database.admin`update guard.session set stepup_at = stepup_at - interval '11 minutes' where person_id = ${workspace.owner.id}`;
    const stale = await owner.ask('GET', file());
    expect([stale.status, stale.text]).toEqual([412, expect.stringContaining('identity.stepUpNeeded')]);
    expect(await exports()).toHaveLength(0);
  });
});

describe('the way back of an owner outside of their own list', () => {
  it('rests it for an hour, tells them, and stands once in the audit of every workspace of the account', async () => {
    const other = await makeWorkspace(database.admin, { owner: workspace.owner });
    await database.admin`update app.workspace set account_id = ${workspace.accountId} where id = ${other.id}`;
    const own = { workspaceId: workspace.id };
    const usual = { twoFactor: 'admins', idleMinutes: null };
    const inside = await logIn(workspace.owner);
    expect(
      (await inside.mutate('policies.set', { ...own, input: { ...usual, allowList: ['203.0.113.0/24'] } })).status,
    ).toBe(200);
    const outside = await logIn(workspace.owner, '198.51.100.9');
    const read = () => outside.query('access.listMembers', { ...own, input: {} });
    expect((await read()).text).toContain('policies.outside');
    const admin = await makePerson(database.admin);
    await addMember(database.admin, workspace.id, admin, 'admin');
    const asAdmin = await (await logIn(admin, '198.51.100.9')).mutate('policies.pauseList', { ...own, input: {} });
    expect(asAdmin.text).toContain('kernel.workspaceNotFound');
    const paused = await outside.mutate('policies.pauseList', { ...own, input: {} });
    expect(paused.status).toBe(200);
    const { until } = (paused.json as { result: { data: { until: string } } }).result.data;
    expect(Math.round((Date.parse(until) - Date.now()) / 60_000)).toBe(60);
    expect((await read()).status).toBe(200);
    const told =
      await database.admin`select workspace_id, actor_id, host(address) address from app.audit_entry where action = 'policies/list.paused' order by id`;
    expect(told.map((row) => ({ ...row }))).toEqual(
      [other.id, workspace.id].map((id) => ({
        workspace_id: id,
        actor_id: workspace.owner.id,
        address: '198.51.100.9',
      })),
    );
    const mails =
      await database.admin`select 1 from guard.outgoing_mail where template = 'allow-list-paused' and recipient = ${workspace.owner.email}`;
    expect(mails).toHaveLength(1);
    // a list is mended, or taken away, within the hour; where there is none, there is nothing to rest
    expect((await outside.mutate('policies.set', { ...own, input: { ...usual, allowList: [] } })).status).toBe(200);
    expect((await outside.mutate('policies.pauseList', { ...own, input: {} })).text).toContain('policies.noList');
  });
});
