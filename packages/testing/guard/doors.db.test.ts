import { randomUUID } from 'node:crypto';
import { refusalOf } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, makePerson, makeWorkspace, openTestSession, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { digestOf, labelledPass } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

const enter = async (pass: Buffer, workspaceId: string) =>
  await db.web`select role from guard.enter(${pass}, null, ${workspaceId})`.then(
    ([row]) => row?.role as string,
    (error) => refusalOf(error)?.kind ?? error,
  );
const onPlan = (accountId: string, plan: string) =>
  db.jobs`select guard.set_plan(${accountId}, ${plan}, 1, 'a test', 'a test of doors', null)`;
/** A session that a password opened; those of the fixtures were opened by a passkey, which is both factors. */
async function openByPassword(personId: string): Promise<Buffer> {
  const { pass } = await openTestSession(db.web, personId);
  await db.admin`update guard.session set amr = array['pwd'] where id = guard.pass_session(${pass})`;
  return pass;
}
const addTotp = (person: TestPerson) =>
  db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x01', now())`;

describe('a plan that asks those who run a workspace for a second factor', () => {
  test('shuts owners and admins out until they have one, at every door, and nobody else', async () => {
    const workspace = await makeWorkspace(db.admin);
    await onPlan(workspace.accountId, 'team');
    for (const role of ['admin', 'manager', 'agent', 'viewer']) {
      const person = await makePerson(db.admin);
      await addMember(db.admin, workspace.id, person, role);
      const pass = await openByPassword(person.id);
      expect(await enter(pass, workspace.id)).toBe(role === 'admin' ? 'factorHere' : role);
    }
    const pass = await openByPassword(workspace.owner.id);
    expect(await enter(pass, workspace.id)).toBe('factorHere');
    for (const call of [
      db.web`select app.list_conversations(${pass}, null, ${workspace.id}, 'all', null, null, 40)`,
      db.web`select app.count_conversations(${pass}, null, ${workspace.id})`,
    ])
      await expect(call).rejects.toMatchObject({ code: 'RG009' });
    const lacks = async () =>
      (await db.web`select guard.viewer(${pass}, null) v`)[0]?.v.workspaces.map(
        (each: { lacksFactor: boolean }) => each.lacksFactor,
      );
    expect(await lacks()).toEqual([true]);
    // that its person has set one up elsewhere lets nobody in whose session the password alone opened
    await addTotp(workspace.owner);
    expect([await enter(pass, workspace.id), await lacks()]).toEqual(['factorHere', [true]]);
    const byTotp = await openByPassword(workspace.owner.id);
    await db.admin`update guard.session set amr = array['pwd', 'totp'] where id = guard.pass_session(${byTotp})`;
    expect(await enter(byTotp, workspace.id)).toBe('owner');
    const trusted = await openByPassword(workspace.owner.id);
    const trust = (from: string) =>
      db.admin`update guard.device set trust_slot = 1, trusted_until = now() + ${from}::interval
        where id = (select device_id from guard.session where id = guard.pass_session(${trusted}))`;
    await trust('-1 minute');
    expect(await enter(trusted, workspace.id)).toBe('factorHere');
    await trust('30 days');
    expect(await enter(trusted, workspace.id)).toBe('owner');
  });

  test('lets in a session that a passkey opened or proved, which is both, and none that a password alone opened', async () => {
    const workspace = await makeWorkspace(db.admin);
    await onPlan(workspace.accountId, 'team');
    const byPassword = await openByPassword(workspace.owner.id);
    expect(await enter(byPassword, workspace.id)).toBe('factorHere');
    const { pass } = await openTestSession(db.web, workspace.owner.id);
    expect(await enter(pass, workspace.id)).toBe('owner');
  });

  test('asks again whoever has thrown their passkey away', async () => {
    const workspace = await makeWorkspace(db.admin);
    await onPlan(workspace.accountId, 'team');
    const { pass } = await openTestSession(db.web, workspace.owner.id);
    await db.admin`update guard.session set amr = array['pwd'] where id = guard.pass_session(${pass})`;
    await db.admin`update guard.person set password_hash = 'hash' where id = ${workspace.owner.id}`;
    const [kept] =
      await db.web`select guard.keep_passkey(${pass}, null, ${digestOf(randomUUID())}, '\\x01', 0, '{}', 'Key', false, '\\x01') id`;
    expect(await enter(pass, workspace.id)).toBe('owner');
    const [gone] = await db.web`select guard.remove_passkey(${pass}, null, ${kept?.id}, '\\x01') became`;
    expect([gone?.became, await enter(pass, workspace.id)]).toEqual(['removed', 'factorHere']);
  });

  test('asks nobody in a demo, and nobody on another plan', async () => {
    const demo = await makeWorkspace(db.admin);
    await onPlan(demo.accountId, 'team');
    await db.admin`update app.workspace set is_demo = true where id = ${demo.id}`;
    const other = await makeWorkspace(db.admin);
    await onPlan(other.accountId, 'agency');
    for (const workspace of [demo, other]) {
      const pass = await openByPassword(workspace.owner.id);
      expect(await enter(pass, workspace.id)).toBe('owner');
    }
  });
});

describe("one of Recado's own people in another's name", () => {
  async function makeStaff() {
    const person = await makePerson(db.admin);
    await db.admin`insert into guard.staff (person_id, granted_by) values (${person.id}, 'a test')`;
    return { person, ...(await openTestSession(db.web, person.id)) };
  }
  async function impersonate(pass: Buffer, personId: string, reason = 'they asked for help', mayWrite = false) {
    const sessionId = randomUUID();
    const made = labelledPass(sessionId, sessionId);
    await db.web`select guard.impersonate(${pass}, null, ${personId}, ${reason}, ${mayWrite}, ${sessionId}, 'k1', ${digestOf('salt')}, ${made.proof},
      ${made.deviceHash}, 'Firefox', 'Linux', 'desktop', null)`;
    return { sessionId, pass: made.pass };
  }
  const write = (pass: Buffer, workspaceId: string) =>
    db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${pass}, null, ${workspaceId})`;
      return await tx`insert into app.contact (workspace_id, name) values (${workspaceId}, 'New') returning id`;
    });

  test('displaces nobody, looks only, says whose hand it is, and is written down', async () => {
    const staff = await makeStaff();
    const workspace = await makeWorkspace(db.admin);
    const own = await openTestSession(db.web, workspace.owner.id);
    const { pass, sessionId } = await impersonate(staff.pass, workspace.owner.id);
    expect([await enter(own.pass, workspace.id), await enter(pass, workspace.id)]).toEqual(['owner', 'viewer']);
    await expect(write(pass, workspace.id)).rejects.toMatchObject({ code: '42501' });
    const [row] =
      await db.admin`select kind, actor_id, reason, may_write, device_id, abs_expires_at <= now() + interval '1 hour' short from guard.session where id = ${sessionId}`;
    expect(row).toEqual({
      ...{ kind: 'impersonation', actor_id: staff.person.id, reason: 'they asked for help' },
      ...{ may_write: false, device_id: null, short: true },
    });
    const [act] = await db.admin`select action, subject from guard.staff_action where person_id = ${staff.person.id}`;
    expect(act).toEqual({ action: 'impersonate', subject: workspace.owner.id });
    const granted = await impersonate(staff.pass, workspace.owner.id, 'they asked for a change', true);
    expect(await write(granted.pass, workspace.id)).toHaveLength(1);
  });

  test('changes nothing of the account, whatever it was granted', async () => {
    const staff = await makeStaff();
    const workspace = await makeWorkspace(db.admin);
    const { pass } = await impersonate(staff.pass, workspace.owner.id, 'they asked for help', true);
    for (const [act, code] of [
      [db.web`select guard.change_password(${pass}, null, 'a hash', '\\x01')`, 'RG008'],
      [db.web`select guard.start_totp(${pass}, null, '\\x01')`, 'RG008'],
      [db.web`select guard.trust_device(${pass}, null)`, 'RG008'],
      [db.web`select guard.end_sessions(${pass}, null, 'others', null)`, 'RG008'],
    ] as const)
      await expect(act).rejects.toMatchObject({ code });
    const [told] =
      await db.web`select guard.report_not_me(${pass}, null, '\\x01') n, guard.step_up(${pass}, null, 'pwd', null, '{}', 1, 'k1', ${digestOf('p')}, '\\x01') s`;
    expect(told).toEqual({ n: null, s: 'wrong' });
    await expect(db.web`select 1 from guard.enter_staff(${pass}, null)`).rejects.toMatchObject({ code: 'RG004' });
  });

  test('is for staff with a fresh proof and a reason, never of themselves or of each other', async () => {
    const staff = await makeStaff();
    const other = await makeStaff();
    const { owner } = await makeWorkspace(db.admin);
    const nobody = await openTestSession(db.web, owner.id);
    await expect(impersonate(nobody.pass, staff.person.id)).rejects.toMatchObject({ code: 'RG004' });
    await expect(impersonate(staff.pass, other.person.id)).rejects.toMatchObject({ code: 'RG004' });
    await expect(impersonate(staff.pass, staff.person.id)).rejects.toMatchObject({ code: '22023' });
    await expect(impersonate(staff.pass, owner.id, 'x')).rejects.toMatchObject({ code: '22023' });
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where id = ${staff.sessionId}`;
    await expect(impersonate(staff.pass, owner.id)).rejects.toMatchObject({ code: 'RG008' });
  });
});
