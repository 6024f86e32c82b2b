import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { loadKeyring } from '@recado/runtime/crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addMember,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestPerson,
  type TestWorkspace,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { labelledPass } from '../../../testing/src/passes.ts';
import { listMembers, setBlocked } from '../access/index.ts';
import { complianceEvents } from '../compliance/contract.ts';
import { exportEvents } from '../exports/contract.ts';
import { reserveLogin } from '../identity/reserve-login.ts';
import type { Ctx } from '../kernel/index.ts';
import { getPolicies, getTeamSecurity, pauseList, setPolicies } from './index.ts';

const INSIDE = '203.0.113.7';
const OUTSIDE = '198.51.100.9';
const usual = { twoFactor: 'admins' as const, idleMinutes: null, allowList: [] as string[] };
let db: TestDatabase;
let web: Database;
let workspace: TestWorkspace;
let owner: (address?: string) => Ctx;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'policies', max: 4 });
});
beforeEach(async () => {
  workspace = await makeWorkspace(db.admin);
  const [plan] = await db.admin`select max(version) as version from guard.plan_version where plan = 'enterprise'`;
  await db.admin`update app.account set plan = 'enterprise', plan_version = ${plan?.version} where id = ${workspace.accountId}`;
  owner = await logIn(workspace.owner);
});
afterAll(async () => {
  await web.end();
  await db.drop();
});

const keyring = loadKeyring({ RECADO_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` } as never);
/** A session with a fresh proof, whose requests may come from anywhere. */
async function logIn(person: TestPerson): Promise<(address?: string) => Ctx> {
  const device = `device of ${person.id}`;
  const { sessionId } = await openTestSession(db.web, person.id, { device });
  await db.admin`update guard.session set stepup_at = clock_timestamp() where id = ${sessionId}`;
  return (address) =>
    ({
      workspaceId: workspace.id,
      door: {
        kind: 'session',
        pass: labelledPass(sessionId, sessionId, { device, ...(address ? { address } : {}) }).pass,
      },
      db: web,
      keyring,
      ports: { hints: { emitted: () => {} } },
      requestId: 'r1',
      locale: 'es',
      origin: { address: address ?? null, userAgent: 'Firefox', deviceHash: null },
    }) as unknown as Ctx;
}
const join = async (role: string) => {
  const person = await makePerson(db.admin);
  await addMember(db.admin, workspace.id, person, role);
  return person;
};

describe('the list of addresses', () => {
  test('refuses on the next request whoever comes from elsewhere, and whoever does not say from where', async () => {
    const agent = await logIn(await join('agent'));
    expect(await listMembers(agent(OUTSIDE), {})).toHaveLength(2);
    await setPolicies(owner(INSIDE), { ...usual, allowList: ['203.0.113.0/24', '2001:db8::/32'] });
    await expect(listMembers(agent(OUTSIDE), {})).rejects.toMatchObject({
      code: 'policies.outside',
      params: { address: OUTSIDE, isOwner: false },
    });
    await expect(listMembers(agent(), {})).rejects.toMatchObject({ code: 'policies.outside' });
    for (const address of [INSIDE, `::ffff:${INSIDE}`, '2001:db8::5'])
      expect(await listMembers(agent(address), {})).toHaveLength(2);
    await expect(listMembers(agent('2001:db9::5'), {})).rejects.toMatchObject({ code: 'policies.outside' });
  });

  test('takes an address with the length of its network for that network, once', async () => {
    await setPolicies(owner(INSIDE), { ...usual, allowList: [`${INSIDE}/24`, '203.0.113.0/24', '2001:db8::5/32'] });
    expect((await getPolicies(owner(INSIDE), {})).allowList.sort()).toEqual(['2001:db8::/32', '203.0.113.0/24']);
  });

  test('is of one account: the same people work elsewhere as before', async () => {
    await setPolicies(owner(INSIDE), { ...usual, allowList: [INSIDE] });
    const other = await makeWorkspace(db.admin, { owner: workspace.owner });
    expect(await listMembers({ ...owner(OUTSIDE), workspaceId: other.id }, {})).toHaveLength(1);
  });

  test('is not saved by whoever it would leave out', async () => {
    await expect(setPolicies(owner(OUTSIDE), { ...usual, allowList: [INSIDE] })).rejects.toMatchObject({
      code: 'policies.wouldLockOut',
      params: { address: OUTSIDE },
    });
    expect((await getPolicies(owner(OUTSIDE), {})).allowList).toEqual([]);
    await expect(setPolicies(owner(INSIDE), { ...usual, allowList: ['not an address'] })).rejects.toMatchObject({
      code: 'kernel.invalidInput',
    });
  });

  test('rests for an hour when an owner outside of it proves who they are; for nobody else', async () => {
    const admin = await logIn(await join('admin'));
    await setPolicies(owner(INSIDE), { ...usual, allowList: [INSIDE] });
    const pause = (ctx: Ctx) => pauseList(ctx, {});
    await expect(pause(admin(OUTSIDE))).rejects.toMatchObject({ code: 'kernel.workspaceNotFound' });
    await db.admin`update guard.session set stepup_at = null where person_id = ${workspace.owner.id}`;
    await expect(pause(owner(OUTSIDE))).rejects.toMatchObject({ code: 'identity.stepUpNeeded' });
    await db.admin`update guard.session set stepup_at = clock_timestamp() where person_id = ${workspace.owner.id}`;
    expect(Date.parse((await pause(owner(OUTSIDE))).until)).toBeGreaterThan(Date.now());
    expect(await listMembers(owner(OUTSIDE), {})).toHaveLength(2);
    await db.admin`update guard.account_policy set list_paused_until = clock_timestamp() - interval '1 second' where account_id = ${workspace.accountId}`;
    await expect(listMembers(owner(OUTSIDE), {})).rejects.toMatchObject({ code: 'policies.outside' });
    await db.admin`select guard.lift_allow_list(${workspace.accountId}, 'Support', 'they are locked out')`;
    expect(await listMembers(owner(OUTSIDE), {})).toHaveLength(2);
    const told =
      await db.admin`select action, actor_kind from app.audit_entry where workspace_id = ${workspace.id} and action like 'policies/list.%' order by id`;
    expect(told.map((row) => ({ ...row }))).toEqual([
      { action: 'policies/list.paused', actor_kind: 'person' },
      { action: 'policies/list.lifted', actor_kind: 'staff' },
    ]);
  });

  test('is for plans that have it, and holds no longer than they do', async () => {
    await setPolicies(owner(INSIDE), { ...usual, allowList: [INSIDE] });
    const [starter] =
      await db.admin`select plan, version from guard.plan_version where plan = 'starter' order by version desc limit 1`;
    await db.admin`update app.account set plan = ${starter?.plan}, plan_version = ${starter?.version} where id = ${workspace.accountId}`;
    expect(await listMembers(owner(OUTSIDE), {})).toHaveLength(1);
    await expect(setPolicies(owner(INSIDE), { ...usual, allowList: [INSIDE] })).rejects.toMatchObject({
      code: 'policies.notInPlan',
    });
  });
});

describe('a change', () => {
  test('is told to every owner, and stands in the audit with what was there before', async () => {
    await setPolicies(owner(INSIDE), { ...usual, idleMinutes: 15, allowList: [INSIDE] });
    const mails =
      await db.admin`select recipient from guard.outgoing_mail where template = 'policies-changed' and recipient = ${workspace.owner.email}`;
    expect(mails).toHaveLength(1);
    const [row] =
      await db.admin`select before, after from app.audit_entry where workspace_id = ${workspace.id} and action = 'policies/policy.changed'`;
    expect(row).toEqual({
      before: { idleMinutes: null, allowList: [] },
      after: { idleMinutes: 15, allowList: [INSIDE] },
    });
  });

  test('stands in the audit of every workspace that it binds', async () => {
    const [other] =
      await db.admin`insert into app.workspace (account_id, name, slug, industry) values (${workspace.accountId}, 'Other', ${randomUUID()}, 'other') returning id`;
    await setPolicies(owner(INSIDE), { ...usual, idleMinutes: 15 });
    const rows = await db.admin`
      select workspace_id, actor_id, after -> 'idleMinutes' minutes, host(address) address from app.audit_entry
       where workspace_id in (${workspace.id}, ${other?.id}) and action = 'policies/policy.changed'`;
    expect(new Set(rows.map((row) => row.workspace_id))).toEqual(new Set([workspace.id, other?.id]));
    for (const row of rows) expect(row).toMatchObject({ actor_id: workspace.owner.id, minutes: 15, address: INSIDE });
  });

  test('is an owner’s, in their own session, after a fresh proof', async () => {
    const admin = await logIn(await join('admin'));
    await expect(setPolicies(admin(INSIDE), usual)).rejects.toMatchObject({ code: 'kernel.forbidden' });
    await db.admin`update guard.session set stepup_at = null where person_id = ${workspace.owner.id}`;
    await expect(setPolicies(owner(INSIDE), usual)).rejects.toMatchObject({ code: 'identity.stepUpNeeded' });
  });

  test('of idle minutes holds at once for whoever is in, and for whoever comes', async () => {
    const agent = await join('agent');
    const session = await logIn(agent);
    await setPolicies(owner(INSIDE), { ...usual, idleMinutes: 5 });
    const minutes = async () => {
      const [row] =
        await db.admin`select extract(epoch from idle_expires_at - last_input_at) / 60 as minutes from guard.session where person_id = ${agent.id} and ended_at is null`;
      return Number(row?.minutes);
    };
    expect(await minutes()).toBe(5);
    expect(await listMembers(session(), {})).toHaveLength(2);
    await logIn(agent);
    expect(await minutes()).toBe(5);
    // whoever leaves the account's people is bound no longer, and bound again when they come back, without logging in anew
    await setBlocked(owner(INSIDE), { personId: agent.id, blocked: true });
    expect(await minutes()).toBe(45);
    await setBlocked(owner(INSIDE), { personId: agent.id, blocked: false });
    expect(await minutes()).toBe(5);
  });

  test('of the second factor reaches everybody, or nobody', async () => {
    const agent = await join('agent');
    const session = await logIn(agent);
    await db.admin`update guard.session set amr = '{pwd}' where person_id = ${agent.id}`;
    expect(await listMembers(session(), {})).toHaveLength(2);
    await setPolicies(owner(INSIDE), { ...usual, twoFactor: 'everybody' });
    await expect(listMembers(session(), {})).rejects.toMatchObject({ code: 'identity.factorRequired' });
    await setPolicies(owner(INSIDE), { ...usual, twoFactor: 'nobody' });
    await db.admin`update guard.session set amr = '{pwd}' where person_id = ${workspace.owner.id}`;
    expect(await listMembers(session(), {})).toHaveLength(2);
    await expect(setPolicies(owner(INSIDE), { ...usual, twoFactor: 'everybody' })).rejects.toMatchObject({
      code: 'policies.needsOwnFactor',
    });
  });
});

test('the team’s security says who is in and what to mend first, and that it was read is in the audit', async () => {
  const agent = await join('agent');
  await logIn(agent);
  const team = await getTeamSecurity(owner(INSIDE), {});
  expect(team.people.map(({ personId, sessions }) => [personId, sessions.length]).sort()).toEqual(
    [
      [workspace.owner.id, 1],
      [agent.id, 1],
    ].sort(),
  );
  expect(team.mend[0]).toMatchObject({ kind: 'factorLess', count: 2 });
  expect([team.liveLinks, team.people.map(({ failed }) => failed)]).toEqual([0, [0, 0]]);
  const looks =
    await db.admin`select actor_id from app.audit_entry where workspace_id = ${workspace.id} and action = 'policies/security.read'`;
  expect(looks).toEqual([{ actor_id: workspace.owner.id }]);
  // links that open: neither a key, nor one that was revoked, nor one that is over
  await db.admin`insert into guard.access_link (workspace_id, name, role, secret_hash, granted_by, expires_at, revoked_at)
    select ${workspace.id}, 'L', 'link_read', sha256(convert_to(gen_random_uuid()::text, 'UTF8')), ${workspace.owner.id}, now() + n.days * interval '1 day', n.revoked
      from (values (1, null::timestamptz), (9, null), (null, null), (-1, null), (1, now())) n(days, revoked)`;
  await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash) values (${workspace.id}, 'key', 'api', ${Buffer.alloc(32, 3)})`;
  // passwords that somebody typed wrong, from a browser that was never the agent's
  const stranger = { ...owner(OUTSIDE), origin: { address: OUTSIDE, userAgent: 'x', deviceHash: Buffer.alloc(32, 5) } };
  for (const email of [agent.email, agent.email.toUpperCase()]) {
    const tried = await reserveLogin({ ...stranger, clock: { now: () => new Date() } } as never, { email });
    await tried.settle(false);
  }
  // what was taken away: the record, contacts, a history; that a file is ready is no further one
  const taken = [
    complianceEvents.auditExported,
    exportEvents.asked,
    exportEvents.historyDownloaded,
    exportEvents.finished,
  ];
  await db.admin`insert into app.audit_entry (workspace_id, actor_kind, action) select ${workspace.id}, 'person', n from unnest(${taken.map(({ name }) => name)}::text[]) n`;
  const later = await getTeamSecurity(owner(INSIDE), {});
  expect(later.exports).toBe(3);
  expect([later.liveLinks, later.people.find(({ personId }) => personId === agent.id)?.failed]).toEqual([3, 2]);
  expect(later.people.find(({ personId }) => personId === workspace.owner.id)?.failed).toBe(0);
  const asAgent = await logIn(agent);
  await expect(getTeamSecurity(asAgent(INSIDE), {})).rejects.toMatchObject({ code: 'kernel.forbidden' });
  await expect(getPolicies(asAgent(INSIDE), {})).rejects.toMatchObject({ code: 'kernel.forbidden' });
});
