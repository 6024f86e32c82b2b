import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMember, makePerson, makeWorkspace, type TestPerson } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import {
  addWorkspace,
  deskCtx,
  lastLetter,
  makeRole,
  onPlan,
  publicCtx,
  refusalOf,
  type Seat,
  sit,
} from '../../../testing/src/desk.ts';
import { acceptInvitation, joinAsNewcomer, readInvitation } from '../identity/index.ts';
import type { IdentityPort } from '../kernel/index.ts';
import {
  changeRole,
  inviteMember,
  listInvitations,
  listPeople,
  removeMember,
  resendInvitation,
  revokeInvitation,
  setBlocked,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

type Given = Exclude<Parameters<typeof inviteMember>[1]['role'], 'custom'>;
const anAddress = () => `${randomUUID()}@recado.test`;
/** A workspace on a plan, and its owner in front of it. */
async function found(plan = 'agency') {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, plan);
  return { ...workspace, boss: await sit(db, workspace.id, { member: workspace.owner }) };
}
async function invite(by: Seat, email = anAddress(), role: Given = 'agent') {
  const { invitationId } = await inviteMember(by.ctx, { email, role });
  return { id: invitationId, email, token: (await lastLetter(db.admin, email)).token as string };
}
async function accept(person: TestPerson, workspaceId: string, token: string) {
  const { pass } = await sit(db, workspaceId, { member: person });
  return await acceptInvitation(publicCtx(db), pass, null, { token });
}
const passwords = { hashPassword: async () => 'a hash', takeOver: null } as unknown as IdentityPort;
const join = (token: string, name = 'Bea') =>
  joinAsNewcomer(
    publicCtx(db),
    { token, name, password: 'zanahoria tranvía lila 77', acceptsTerms: true },
    passwords,
    null,
  );
const rolesOf = async (workspaceId: string, email: string) =>
  (await db.admin`select role from app.member where workspace_id = ${workspaceId} and email = ${email}`).map(
    (row) => row.role as string,
  );
const stateOf = async (token: string) => (await readInvitation(publicCtx(db), { token })).state;
const since = (id: string, seconds: number) =>
  db.admin`update guard.invitation set sent_at = sent_at - make_interval(secs => ${seconds}) where id = ${id}`;
const expire = (id: string) =>
  db.admin`update guard.invitation set expires_at = now() - interval '1 second' where id = ${id}`;

describe('an invitation', () => {
  it('goes by mail alone, says what it is, and is taken up by whoever has its address and is in', async () => {
    const { id, boss } = await found();
    const guest = await makePerson(db.admin);
    const { token } = await invite(boss, guest.email, 'manager');
    expect(JSON.stringify(await listInvitations(boss.ctx, {}))).not.toContain(token);
    const [kept] =
      await db.admin`select template, sealed_params::text text from guard.outgoing_mail where recipient = ${guest.email}`;
    expect([kept?.template, kept?.text.includes(Buffer.from(token).toString('hex'))]).toEqual(['invitation', false]);
    // under the name of the company alone where its plan has that
    const brandOf = async (email: string) => (await lastLetter(db.admin, email)).ownBrand;
    expect(await brandOf(guest.email)).toBe('yes');
    const plain = await found('team');
    const other = await makePerson(db.admin);
    await invite(plain.boss, other.email, 'agent');
    expect(await brandOf(other.email)).toBe('no');
    expect(await readInvitation(publicCtx(db), { token })).toMatchObject({
      ...{
        state: 'open',
        workspace: 'Company',
        role: 'manager',
        email: guest.email,
        hasAccount: true,
        invitedBy: 'Ana',
      },
    });
    const thief = await makePerson(db.admin);
    expect(await refusalOf(accept(thief, id, token))).toBe('identity.invitedAnother');
    expect(await accept(guest, id, token)).toEqual({ workspaceId: id });
    expect([await rolesOf(id, guest.email), await stateOf(token)]).toEqual([['manager'], 'accepted']);
    expect(await listInvitations(boss.ctx, {})).toEqual([]);
    const told =
      await db.admin`select action, user_agent, request_id from app.audit_entry where workspace_id = ${id} order by id`;
    expect(told.map((row) => row.action)).toEqual(['access/invitation.sent', 'access/member.joined']);
    // also what the guard writes by itself says from where it was asked
    expect(told.map((row) => [row.user_agent, row.request_id])).toEqual(Array(2).fill(['Firefox', 'test']));
  });

  it('brings a newcomer in with a session, once, and tells an address that has an account to log in', async () => {
    const { id, boss } = await found();
    const { token, email } = await invite(boss);
    const opened = await join(token);
    expect([opened.workspaceId, await rolesOf(id, email)]).toEqual([id, ['agent']]);
    expect(await refusalOf(join(token))).toBe('identity.invitationGone');
    const known = await makePerson(db.admin);
    expect(await refusalOf(join((await invite(boss, known.email)).token))).toBe('identity.logInFirst');
    expect(await refusalOf(join((await invite(boss)).token.replaceAll(/[a-z]/g, 'A')))).toBe('identity.invitationGone');
  });

  it('is one for an address, is none for a member, and a new one comes in place of one that ran out', async () => {
    const { boss, owner } = await found();
    const { email, id } = await invite(boss);
    expect(await refusalOf(invite(boss, email.toUpperCase()))).toBe('access.alreadyInvited');
    expect(await refusalOf(invite(boss, owner.email))).toBe('access.alreadyMember');
    await expire(id);
    expect((await listInvitations(boss.ctx, {})).map((each) => [each.id, each.isExpired])).toEqual([[id, true]]);
    const again = await invite(boss, email);
    expect((await listInvitations(boss.ctx, {})).map((each) => each.id)).toEqual([again.id]);
  });

  it('is sent again after half a minute, five times an hour, and only the latest link works', async () => {
    const { boss } = await found();
    const { id, email, token } = await invite(boss);
    expect(await refusalOf(resendInvitation(boss.ctx, { invitationId: id }))).toBe('access.resendTooSoon');
    for (let each = 0; each < 4; each += 1) {
      await since(id, 31);
      await resendInvitation(boss.ctx, { invitationId: id });
    }
    await since(id, 31);
    expect(await refusalOf(resendInvitation(boss.ctx, { invitationId: id }))).toBe('access.tooManyLetters');
    const latest = (await lastLetter(db.admin, email)).token as string;
    expect([await stateOf(token), await stateOf(latest)]).toEqual(['gone', 'open']);
    await revokeInvitation(boss.ctx, { invitationId: id });
    // nor does calling it back and writing anew get round that
    expect(await refusalOf(invite(boss, email))).toBe('access.tooManyLetters');
  });

  it('is worth nothing once it was called back or ran out, and says so', async () => {
    const { boss } = await found();
    const [back, late] = [await invite(boss), await invite(boss)];
    await revokeInvitation(boss.ctx, { invitationId: back.id });
    await expire(late.id);
    expect([await stateOf(back.token), await stateOf(late.token)]).toEqual(['revoked', 'expired']);
    for (const { token } of [back, late]) expect(await refusalOf(join(token))).toBe('identity.invitationGone');
    expect(await refusalOf(revokeInvitation(boss.ctx, { invitationId: back.id }))).toBe('access.invitationGone');
    await since(late.id, 60);
    await resendInvitation(boss.ctx, { invitationId: late.id });
    expect(await stateOf((await lastLetter(db.admin, late.email)).token as string)).toBe('open');
  });

  it('brings no more than its sender has: owners nobody, admins admins, the rest nobody at all', async () => {
    const { id, boss } = await found();
    const admin = await sit(db, id, 'admin');
    await invite(admin, anAddress(), 'admin');
    expect(await refusalOf(inviteMember(boss.ctx, { email: anAddress(), role: 'owner' as 'agent' }))).toBe(
      'kernel.invalidInput',
    );
    for (const role of ['manager', 'agent', 'viewer'])
      expect(await refusalOf(invite(await sit(db, id, role)))).toBe('kernel.forbidden');
    const inviter = await sit(db, id, 'agent');
    const customRoleId = await makeRole(db.admin, id, ['workspace.read', 'members.read', 'members.invite']);
    await db.admin`update app.member set role = 'custom', custom_role_id = ${customRoleId} where person_id = ${inviter.person.id}`;
    expect(await refusalOf(invite(inviter))).toBe('access.above');
    const same = await inviteMember(inviter.ctx, { email: anAddress(), role: 'custom', customRoleId });
    expect(same.invitationId).toBeTruthy();
    expect(
      await refusalOf(inviteMember(boss.ctx, { email: anAddress(), role: 'custom', customRoleId: randomUUID() })),
    ).toBe('access.noRole');
  });

  it.each<[string, (boss: Seat, inviter: Seat) => Promise<unknown>]>([
    ['left', (boss, { person }) => removeMember(boss.ctx, { personId: person.id, heirId: null })],
    ['was blocked', (boss, { person }) => setBlocked(boss.ctx, { personId: person.id, blocked: true })],
    ['may not invite any more', (boss, { person }) => changeRole(boss.ctx, { personId: person.id, role: 'manager' })],
    [
      'lost the right behind our back',
      (_boss, { person }) => db.admin`update app.member set role = 'agent' where person_id = ${person.id}`,
    ],
  ])('dies when whoever sent it %s', async (_why, lose) => {
    const { id, boss } = await found();
    const inviter = await sit(db, id, 'admin');
    const guest = await makePerson(db.admin);
    const [one, other] = [await invite(inviter), await invite(inviter, guest.email)];
    await lose(boss, inviter);
    expect([await stateOf(one.token), await stateOf(other.token)]).toEqual(['revoked', 'revoked']);
    expect(await refusalOf(join(one.token))).toBe('identity.invitationGone');
    expect(await refusalOf(accept(guest, id, other.token))).toBe('identity.invitationGone');
  });

  it('needs a proof of oneself of the last ten minutes', async () => {
    const { boss } = await found();
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${boss.person.id}`;
    expect(await refusalOf(invite(boss))).toBe('identity.stepUpNeeded');
  });
});

describe('seats', () => {
  it('are taken by people and open invitations, once for whoever is in several workspaces of the account', async () => {
    const { id, accountId, boss } = await found('family');
    const second = await addWorkspace(db.admin, accountId);
    await addMember(db.admin, second, boss.person, 'owner');
    const there = deskCtx(db, second, boss.pass);
    const { email } = await invite(boss);
    await inviteMember(there, { email, role: 'agent' });
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({
      people: 1,
      invited: 1,
      used: 2,
      max: 3,
      nextCents: 0,
    });
    const last = await invite(boss);
    await expect(inviteMember(boss.ctx, { email: anAddress(), role: 'agent' })).rejects.toMatchObject({
      ...{ code: 'plans.limitReached', kind: 'LIMIT' },
      params: { name: 'seats', limit: 3, used: 3, plan: 'team' },
    });
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({
      used: 3,
      lift: { plan: 'team', max: 10, fromCents: 18_600 },
    });
    // who has a seat already needs no other one
    await inviteMember(there, { email: last.email, role: 'agent' });
    expect(await rolesOf(id, last.email)).toEqual([]);
    await join(last.token);
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({ people: 2, invited: 1 });
  });

  it('say before anybody is invited what one more costs, and that a plan for one has none', async () => {
    const { boss, id } = await found('team');
    await db.admin`update app.workspace set is_demo = true where id = ${id}`;
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({ used: 1, max: 10, nextCents: 0, lift: null });
    await invite(boss);
    await invite(boss);
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({ used: 3, nextCents: 2900, currency: 'EUR' });
    const alone = await found('pro');
    expect((await listPeople(alone.boss.ctx, {})).seats).toMatchObject({
      max: 1,
      lift: { plan: 'team', fromCents: 15_700 },
    });
    expect(await refusalOf(invite(alone.boss))).toBe('plans.limitReached');
  });

  it('refuse to let in when the plan has shrunk since', async () => {
    const { boss, accountId, id } = await found('team');
    await db.admin`update app.workspace set is_demo = true where id = ${id}`;
    const { token, email } = await invite(boss);
    await onPlan(db.admin, accountId, 'pro');
    expect(await refusalOf(join(token))).toBe('identity.noSeat');
    expect([await rolesOf(id, email), await stateOf(token)]).toEqual([[], 'open']);
  });

  it('are free again when an invitation ran out', async () => {
    const { boss } = await found('family');
    const { email } = await invite(boss);
    await invite(boss);
    expect(await refusalOf(invite(boss))).toBe('plans.limitReached');
    await db.admin`update guard.invitation set expires_at = now() where email = ${email}`;
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({ invited: 1, used: 2 });
    expect(await refusalOf(invite(boss))).toBe('done');
  });

  it('end at the limit exactly when fifty are invited at once', async () => {
    const { boss, id } = await found('team');
    await db.admin`update app.workspace set is_demo = true where id = ${id}`;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => refusalOf(inviteMember(boss.ctx, { email: anAddress(), role: 'agent' }))),
    );
    expect(answers.filter((each) => each === 'done')).toHaveLength(9);
    expect(new Set(answers.filter((each) => each !== 'done'))).toEqual(new Set(['plans.limitReached']));
    expect((await listPeople(boss.ctx, {})).seats).toMatchObject({ used: 10, max: 10 });
  });
});

describe('what happens at once', () => {
  /** Many rounds of two acts each, some of them beside each other. */
  const rounds = (n: number, round: () => Promise<void>) => Promise.all(Array.from({ length: n }, round));

  it('taking one invitation up twice makes one member, and both are told the same', async () => {
    const { id, boss } = await found();
    await rounds(60, async () => {
      const guest = await makePerson(db.admin);
      const { token } = await invite(boss, guest.email);
      const { pass } = await sit(db, id, { member: guest });
      const twice = await Promise.all([0, 1].map(() => acceptInvitation(publicCtx(db), pass, null, { token })));
      expect(twice).toEqual([{ workspaceId: id }, { workspaceId: id }]);
      expect(await rolesOf(id, guest.email)).toEqual(['agent']);
    });
  });

  it('a newcomer who presses twice is one person', async () => {
    const { id, boss } = await found();
    await rounds(15, async () => {
      const { token, email } = await invite(boss);
      const twice = await Promise.all([0, 1].map(() => refusalOf(join(token))));
      expect(twice.sort()).toEqual(['done', 'identity.invitationGone']);
      expect(await rolesOf(id, email)).toEqual(['agent']);
    });
  });

  it('one that is called back while it is taken up ends as one of the two', async () => {
    const { id, boss } = await found();
    await rounds(60, async () => {
      const guest = await makePerson(db.admin);
      const made = await invite(boss, guest.email);
      const [taken, back] = await Promise.all([
        refusalOf(accept(guest, id, made.token)),
        refusalOf(revokeInvitation(boss.ctx, { invitationId: made.id })),
      ]);
      const joined = (await rolesOf(id, guest.email)).length === 1;
      expect([taken, back]).toEqual(joined ? ['done', 'access.invitationGone'] : ['identity.invitationGone', 'done']);
    });
  });
});
