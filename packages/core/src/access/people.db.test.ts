import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { addWorkspace, deskCtx, makeRole, onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { digestOf } from '../../../testing/src/passes.ts';
import { updateContact } from '../contacts/index.ts';
import { givable, type MemberRole, mayGrant, memberRoles, type Permission, permissions, rightsOf } from './contract.ts';
import {
  changeRole,
  deleteRole,
  deleteTeam,
  leaveWorkspace,
  listPeople,
  listRoles,
  listTeams,
  readRemoval,
  removeMember,
  saveRole,
  saveTeam,
  setBlocked,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

const ofOwners = permissions.filter((each) => !givable.includes(each));

async function found(plan = 'agency') {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, plan);
  return { ...workspace, boss: await sit(db, workspace.id, { member: workspace.owner }) };
}
const roleOf = async (workspaceId: string, personId: string) =>
  (await db.admin`select role from app.member where workspace_id = ${workspaceId} and person_id = ${personId}`)[0]
    ?.role as string | undefined;
const ownersOf = async (workspaceId: string) =>
  (
    await db.admin`select person_id id from app.member where workspace_id = ${workspaceId} and role = 'owner' and blocked_at is null`
  ).map((row) => row.id as string);
const to = (by: Seat, of: Seat, role: MemberRole, customRoleId?: string) =>
  refusalOf(changeRole(by.ctx, { personId: of.person.id, role, customRoleId: customRoleId ?? null }));
const remove = (by: Seat, of: Seat, heirId: string | null = null) =>
  refusalOf(removeMember(by.ctx, { personId: of.person.id, heirId }));
const block = (by: Seat, of: Seat, blocked = true) =>
  refusalOf(setBlocked(by.ctx, { personId: of.person.id, blocked }));
const looks = (seat: Seat) => refusalOf(listPeople(seat.ctx, {}));
const stale = (seat: Seat) =>
  db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${seat.person.id}`;

describe('rights in the database', () => {
  it('are those of the statement, role by role', async () => {
    for (const role of memberRoles) {
      const [row] = await db.admin`select guard.role_rights(${role}, null) rights`;
      expect([role, row?.rights.toSorted()]).toEqual([role, [...rightsOf(role)].toSorted()]);
    }
    // what is an owner's alone is in no role of the company's own, whatever its row says
    const own: Permission[] = ['links.write', 'members.read'];
    const [row] = await db.admin`select guard.role_rights('custom', ${[...own, ...ofOwners, 'nonsense']}) rights`;
    expect(row?.rights.toSorted()).toEqual(own);
    expect(rightsOf('custom', [...own, ...ofOwners]).toSorted()).toEqual(own);
  });

  it('let nobody give what goes beyond themselves, whatever the two roles', async () => {
    const lists: (Permission[] | null)[] = [null, [...permissions], ['members.read'], [...rightsOf('admin')]];
    const roles = [
      ...memberRoles.map((name) => ({ name, own: null })),
      ...lists.slice(1).map((own) => ({ name: 'custom', own })),
    ];
    for (const giver of roles) {
      for (const given of roles) {
        const [row] = await db.admin`
          select guard.reaches(${giver.name}, guard.role_rights(${giver.name}, ${giver.own}), ${given.name}, guard.role_rights(${given.name}, ${given.own})) may`;
        const says = mayGrant(rightsOf(giver.name, giver.own), rightsOf(given.name, given.own));
        // owners are made by owners alone, whatever else somebody may
        const expected = giver.name === 'owner' || (given.name !== 'owner' && says);
        expect([giver, given, row?.may]).toEqual([giver, given, expected]);
      }
    }
  });
});

describe('a change of role', () => {
  it('binds on the very next request', async () => {
    const { id, boss } = await found('pro');
    const agent = await sit(db, id, 'agent');
    const { contactId, conversationId } = await makeConversation(db.admin, id);
    await db.admin`update app.conversation set assignee_id = ${agent.person.id} where id = ${conversationId}`;
    const write = () => refusalOf(updateContact(agent.ctx, { contactId, name: 'Otra' }));
    expect(await write()).toBe('done');
    await db.admin`insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at)
      values (${id}, 'i@y.test', 'i@y.test', 'viewer', ${digestOf(randomUUID())}, ${agent.person.id}, now() + interval '1 day')`;
    expect(await to(boss, agent, 'viewer')).toBe('done');
    expect(await write()).toBe('kernel.forbidden');
    expect(
      (
        await db.admin`select detail from app.audit_entry where workspace_id = ${id} and action = 'access/member.role_changed'`
      )[0]?.detail,
    ).toEqual({
      ...{ personId: agent.person.id, from: 'agent', role: 'viewer', customRoleId: null },
      // what they had given and may not give any more
      calledBack: ['i@y.test'],
    });
  });

  it('says from which role of the company’s own to which, and whose invitations it calls back', async () => {
    const { id, boss } = await found();
    const agent = await sit(db, id, 'agent');
    const [one, two] = [
      await makeRole(db.admin, id, ['members.read']),
      await makeRole(db.admin, id, ['members.read', 'tags.write']),
    ];
    const names = await db.admin`select id, name from app.custom_role where workspace_id = ${id}`;
    const nameOf = (role: string) => names.find((row) => row.id === role)?.name;
    await to(boss, agent, 'custom', one);
    await to(boss, agent, 'custom', two);
    await to(boss, agent, 'custom', two);
    await db.admin`insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at)
      values (${id}, 'j@y.test', 'j@y.test', 'viewer', ${digestOf(randomUUID())}, ${agent.person.id}, now() + interval '1 day')`;
    await block(boss, agent);
    const rows = await db.admin`select action, before, after, detail -> 'calledBack' called from app.audit_entry
       where workspace_id = ${id} and subject = ${agent.person.id} order by id`;
    const own = (role: string) => ({ role: 'custom', customRoleId: role, roleName: nameOf(role) });
    expect(rows).toEqual([
      { ...{ action: 'access/member.role_changed', called: null }, before: { role: 'agent' }, after: own(one) },
      { ...{ action: 'access/member.role_changed', called: null }, before: own(one), after: own(two) },
      { ...{ action: 'access/member.role_changed', called: null }, before: own(two), after: own(two) },
      {
        ...{ action: 'access/member.blocked', called: ['j@y.test'] },
        ...{ before: { blocked: false }, after: { blocked: true } },
      },
    ]);
  });

  it('gives nobody more than its giver has, and touches nobody who is mightier', async () => {
    const { id, boss } = await found();
    const [admin, other, agent] = [await sit(db, id, 'admin'), await sit(db, id, 'admin'), await sit(db, id, 'agent')];
    expect(await to(admin, agent, 'admin')).toBe('done');
    expect(await to(admin, other, 'agent')).toBe('done');
    expect(await to(admin, agent, 'owner')).toBe('access.above');
    expect(await to(admin, admin, 'owner')).toBe('access.above');
    for (const act of [to(admin, boss, 'agent'), remove(admin, boss), block(admin, boss)])
      expect(await act).toBe('access.above');
    expect(await to(other, admin, 'viewer')).toBe('kernel.forbidden');
    const all = await makeRole(db.admin, id, givable);
    expect(await to(boss, agent, 'custom', all)).toBe('done');
    expect(await to(agent, agent, 'owner')).toBe('access.above');
    // the most that a role of the company's own has is an admin's
    expect(await to(admin, agent, 'viewer')).toBe('done');
    expect(await to(agent, agent, 'admin')).toBe('kernel.forbidden');
  });

  it('makes and unmakes an owner in all workspaces of the account', async () => {
    const { id, accountId, boss } = await found();
    const second = await addWorkspace(db.admin, accountId);
    await addMember(db.admin, second, boss.person, 'owner');
    const agent = await sit(db, id, 'agent');
    const elsewhere = (await found()).id;
    expect(await to(boss, agent, 'owner')).toBe('done');
    expect([
      await roleOf(id, agent.person.id),
      await roleOf(second, agent.person.id),
      await roleOf(elsewhere, agent.person.id),
    ]).toEqual(['owner', 'owner', undefined]);
    const own = await makeRole(db.admin, id, ['members.read']);
    expect(await to(boss, agent, 'custom', own)).toBe('access.namedRole');
    expect(await to(agent, boss, 'manager')).toBe('done');
    expect([await roleOf(id, boss.person.id), await roleOf(second, boss.person.id)]).toEqual(['manager', 'manager']);
    expect(await to(agent, agent, 'manager')).toBe('access.lastOwner');
    expect(await ownersOf(second)).toEqual([agent.person.id]);
  });

  it('asks for a fresh proof, for somebody who is there, and for a role that is', async () => {
    const { id, boss } = await found();
    const stranger = await sit(db, (await found()).id, 'agent');
    expect(await to(boss, stranger, 'viewer')).toBe('access.noMember');
    const agent = await sit(db, id, 'agent');
    const foreign = await makeRole(db.admin, (await found()).id, ['members.read']);
    expect(await to(boss, agent, 'custom', foreign)).toBe('access.noRole');
    await stale(boss);
    for (const act of [
      to(boss, agent, 'viewer'),
      remove(boss, agent),
      block(boss, agent),
      refusalOf(leaveWorkspace(boss.ctx, {})),
    ])
      expect(await act).toBe('identity.stepUpNeeded');
  });
});

describe('blocking', () => {
  it('refuses the very next request, wakes their streams, keeps what is theirs, and can be undone', async () => {
    const { id, boss } = await found();
    const agent = await sit(db, id, 'agent');
    const elsewhere = deskCtx(db, (await found()).id, agent.pass);
    await addMember(db.admin, elsewhere.workspaceId, agent.person, 'agent');
    const heard: string[] = [];
    const { unlisten } = await db.web.listen('recado_session', (payload) => heard.push(payload));
    expect(await block(boss, agent)).toBe('done');
    expect([await looks(agent), await refusalOf(listPeople(elsewhere, {}))]).toEqual([
      'kernel.workspaceNotFound',
      'done',
    ]);
    const [session] = await db.admin`select id from guard.session where person_id = ${agent.person.id}`;
    await expect.poll(() => heard.join()).toContain(session?.id);
    await unlisten();
    expect((await listPeople(boss.ctx, {})).people.find((each) => each.personId === agent.person.id)).toMatchObject({
      isBlocked: true,
      isOnline: false,
    });
    expect(await block(boss, agent, false)).toBe('done');
    expect(await looks(agent)).toBe('done');
  });

  it('is nothing for oneself nor for the last owner; another owner is shut out of all of the account', async () => {
    const { id, accountId, boss } = await found();
    const second = await addWorkspace(db.admin, accountId);
    for (const each of [boss.person, (await sit(db, id, 'owner')).person])
      await addMember(db.admin, second, each, 'owner');
    const [other] = (await ownersOf(id)).filter((each) => each !== boss.person.id);
    expect(await block(boss, boss)).toBe('access.self');
    expect(await refusalOf(setBlocked(boss.ctx, { personId: other as string, blocked: true }))).toBe('done');
    expect(await ownersOf(second)).toEqual([boss.person.id]);
    // who is blocked counts as nobody who could run it
    expect(await refusalOf(leaveWorkspace(boss.ctx, {}))).toBe('access.lastOwner');
    // what was made meanwhile belongs to them once they are let in again
    const third = await addWorkspace(db.admin, accountId);
    await addMember(db.admin, third, boss.person, 'owner');
    expect(await refusalOf(setBlocked(boss.ctx, { personId: other as string, blocked: false }))).toBe('done');
    for (const each of [id, second, third])
      expect((await ownersOf(each)).toSorted()).toEqual([boss.person.id, other].toSorted());
    const [told] =
      await db.admin`select subject from app.audit_entry where workspace_id = ${third} and action = 'access/member.unblocked'`;
    expect(told?.subject).toBe(other);
    // nor whose account is shut, nor who is in but one of the workspaces
    await db.admin`select guard.set_disabled(${other as string}, true)`;
    expect(await refusalOf(leaveWorkspace(boss.ctx, {}))).toBe('access.lastOwner');
    await db.admin`select guard.set_disabled(${other as string}, false)`;
    await db.admin`delete from app.member where workspace_id = ${third} and person_id = ${other as string}`;
    expect(await refusalOf(leaveWorkspace(boss.ctx, {}))).toBe('access.lastOwner');
    await addMember(db.admin, third, { id: other as string, email: 'o@recado.test' }, 'owner');
    expect(await refusalOf(leaveWorkspace(boss.ctx, {}))).toBe('done');
  });
});

describe('a removal', () => {
  it('hands over the conversations, ends links, invitations, offers and requests, and says before what it will be', async () => {
    const { id, accountId, boss } = await found();
    const [gone, heir] = [await sit(db, id, 'admin'), await sit(db, id, 'agent')];
    const { conversationId } = await makeConversation(db.admin, id);
    await db.admin`update app.conversation set assignee_id = ${gone.person.id} where id = ${conversationId}`;
    await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by) values (${id}, 'key', 'api', ${digestOf(randomUUID())}, ${gone.person.id})`;
    await db.admin`insert into guard.access_link (workspace_id, name, role, secret_hash, granted_by)
      values (${id}, 'Socia', 'link_read', ${digestOf(randomUUID())}, ${gone.person.id})`;
    await db.admin`insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at)
      values (${id}, 'x@y.test', 'x@y.test', 'agent', ${digestOf(randomUUID())}, ${gone.person.id}, now() + interval '1 day')`;
    await db.admin`insert into guard.workspace_transfer (workspace_id, from_account, email, email_key, asked_by, expires_at)
      values (${id}, ${accountId}, 'z@y.test', 'z@y.test', ${gone.person.id}, now() + interval '1 day')`;
    await saveTeam(boss.ctx, { name: 'Tarde', personIds: [gone.person.id, heir.person.id] });
    expect(await readRemoval(boss.ctx, { personId: gone.person.id })).toEqual({
      ...{ workspaces: 1, isLastOwner: false, leaves: { conversations: 1, contacts: 0 }, links: 2, invitations: 1 },
    });
    // who may not take them out is told nothing of it, but what is their own
    expect(await refusalOf(readRemoval(heir.ctx, { personId: gone.person.id }))).toBe('access.noMember');
    expect(await refusalOf(readRemoval(heir.ctx, { personId: heir.person.id }))).toBe('done');
    const stranger = await makePerson(db.admin);
    expect(await remove(boss, gone, stranger.id)).toBe('access.noHeir');
    expect(await remove(boss, gone, gone.person.id)).toBe('access.noHeir');
    const { ended } = await removeMember(boss.ctx, { personId: gone.person.id, heirId: heir.person.id });
    expect(ended).toEqual({ conversations: 1, contacts: 0, links: 2, invitations: 1 });
    expect(await looks(gone)).toBe('kernel.workspaceNotFound');
    const [left] = await db.admin`
      select (select assignee_id from app.conversation where id = ${conversationId}) heir,
        (select count(*)::int from guard.access_key where workspace_id = ${id} and revoked_at is null)
          + (select count(*)::int from guard.access_link where workspace_id = ${id} and revoked_at is null) links,
        (select count(*)::int from guard.invitation where workspace_id = ${id} and revoked_at is null) invitations,
        (select outcome from guard.workspace_transfer where workspace_id = ${id}) offer,
        (select count(*)::int from app.change where workspace_id = ${id} and conversation_id = ${conversationId}) told`;
    expect(left).toEqual({ heir: heir.person.id, links: 0, invitations: 0, offer: 'ended', told: 1 });
    expect((await listTeams(boss.ctx, {}))[0]?.personIds).toEqual([heir.person.id]);
    expect(await remove(boss, gone)).toBe('access.noMember');
  });

  it('takes an owner out of all of the account, leaves things to nobody where there is no heir, and is not for oneself', async () => {
    const { id, accountId, boss } = await found();
    const other = await sit(db, id, 'owner');
    const second = await addWorkspace(db.admin, accountId);
    for (const { person } of [boss, other]) await addMember(db.admin, second, person, 'owner');
    const { conversationId } = await makeConversation(db.admin, second);
    await db.admin`update app.conversation set assignee_id = ${other.person.id} where id = ${conversationId}`;
    expect(await remove(boss, boss)).toBe('access.self');
    expect(await remove(boss, other)).toBe('done');
    expect([await roleOf(id, other.person.id), await roleOf(second, other.person.id)]).toEqual([undefined, undefined]);
    expect(
      (await db.admin`select assignee_id from app.conversation where id = ${conversationId}`)[0]?.assignee_id,
    ).toBeNull();
  });

  it('hands over what whoever asks for it does not see, and leaves their own view as it was', async () => {
    const { id } = await found('enterprise');
    const few = await makeRole(db.admin, id, [
      'workspace.read',
      'members.read',
      'members.remove',
      'contacts.read',
      'conversations.read',
    ]);
    const [clerk, gone] = [await sit(db, id, 'agent'), await sit(db, id, 'agent')];
    for (const { person } of [clerk, gone])
      await db.admin`update app.member set role = 'custom', custom_role_id = ${few} where workspace_id = ${id} and person_id = ${person.id}`;
    const { conversationId } = await makeConversation(db.admin, id);
    await db.admin`update app.conversation set assignee_id = ${gone.person.id} where id = ${conversationId}`;
    const seen = await db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${clerk.pass}, null, ${id})`;
      const [counted] = await tx`select guard.preview_removal(${gone.person.id}) p`;
      return [counted?.p.leaves, (await tx`select 1 from app.conversation`).length];
    });
    expect(seen).toEqual([{ conversations: 1, contacts: 0 }, 0]);
    expect(await remove(clerk, gone)).toBe('done');
  });

  it('gives their sessions the limit of the plans that are left', async () => {
    const { id, boss } = await found('agency');
    const agent = await sit(db, id, 'agent');
    await db.admin`update guard.account set session_limit = 5 where person_id = ${agent.person.id}`;
    await openTestSession(db.web, agent.person.id);
    expect(await remove(boss, agent)).toBe('done');
    const [row] =
      await db.admin`select session_limit n, (select count(*)::int from guard.session s where s.person_id = a.person_id and s.ended_at is null) live
      from guard.account a where person_id = ${agent.person.id}`;
    expect(row).toEqual({ n: 1, live: 1 });
  });

  it('knows of everything that a person may leave behind', async () => {
    const named = (await db.admin`select unnest(app.heirlooms()) n`).map((row) => row.n as string);
    const held = await db.admin`
      select conrelid::regclass::text t from pg_constraint where confrelid = 'app.member'::regclass and contype = 'f' order by 1`;
    // whoever keeps something by person adds it to app.heirlooms, unless it goes with them
    const goesAlong = [
      ...['app.team_member', 'app.saved_view', 'app.quick_reply', 'app.notification', 'app.notification_preference'],
      'app.contact_export',
    ];
    expect(held.map((row) => row.t as string).filter((each) => !goesAlong.includes(each))).toEqual([
      'app.contact',
      'app.conversation',
    ]);
    expect(named).toEqual(['conversations', 'contacts']);
  });
});

describe('leaving', () => {
  it('is for everybody, whoever only looks too, and is written down', async () => {
    const { id } = await found();
    const viewer = await sit(db, id, 'viewer');
    expect(await refusalOf(leaveWorkspace(viewer.ctx, {}))).toBe('done');
    expect(await looks(viewer)).toBe('kernel.workspaceNotFound');
    const [told] =
      await db.admin`select actor_id, subject from app.audit_entry where workspace_id = ${id} and action = 'access/member.left'`;
    expect(told).toEqual({ actor_id: viewer.person.id, subject: viewer.person.id });
  });

  it('leaves one owner when the last two go at once, or each takes out the other', async () => {
    const acts: ((one: Seat, other: Seat) => Promise<string>)[] = [
      (one) => refusalOf(leaveWorkspace(one.ctx, {})),
      (one, other) => remove(one, other),
      (one, other) => block(one, other),
      (one) => to(one, one, 'agent'),
    ];
    const two = await Promise.all(
      Array.from({ length: 80 }, async (_, round) => {
        const { id, boss } = await found();
        const other = await sit(db, id, 'owner');
        const act = acts[round % acts.length] as (typeof acts)[number];
        const answers = await Promise.all([act(boss, other), act(other, boss)]);
        return { answers, owners: (await ownersOf(id)).length };
      }),
    );
    for (const { answers, owners } of two) {
      expect([owners, answers.filter((each) => each === 'done').length]).toEqual([1, 1]);
      expect(['access.lastOwner', 'access.above', 'kernel.forbidden', 'kernel.workspaceNotFound']).toContain(
        answers.find((each) => each !== 'done'),
      );
    }
  });
});

describe('roles of the company’s own', () => {
  it('are made of rights that one has, bring what those lean on, and bind whoever has them at once', async () => {
    const { id, boss } = await found('enterprise');
    await db.admin`update app.workspace set is_demo = true where id = ${id}`;
    const { roleId, permissions: whole } = await saveRole(boss.ctx, {
      name: 'Mostrador',
      permissions: ['contacts.write'],
    });
    expect(whole).toEqual(['workspace.read', 'contacts.read', 'contacts.write']);
    const agent = await sit(db, id, 'agent');
    expect(await to(boss, agent, 'custom', roleId)).toBe('done');
    const { contactId } = await makeConversation(db.admin, id);
    const write = () => refusalOf(updateContact(agent.ctx, { contactId, name: 'Otra' }));
    expect(await looks(agent)).toBe('kernel.forbidden');
    await saveRole(boss.ctx, { roleId, name: 'Mostrador', permissions: ['members.read', 'conversations.write'] });
    expect([await looks(agent), await write()]).toEqual(['done', 'kernel.forbidden']);
    expect((await listRoles(boss.ctx, {})).roles).toMatchObject([
      { id: roleId, name: 'Mostrador', people: 1, invitations: 0 },
    ]);
    expect(await refusalOf(deleteRole(boss.ctx, { roleId }))).toBe('access.roleInUse');
    await to(boss, agent, 'agent');
    expect(await refusalOf(deleteRole(boss.ctx, { roleId }))).toBe('done');
    expect(await refusalOf(deleteRole(boss.ctx, { roleId }))).toBe('access.noRole');
  });

  it('are made by nobody above themselves, under one name once, and where the plan has them', async () => {
    const { id, accountId, boss } = await found('enterprise');
    await db.admin`update app.workspace set is_demo = true where id = ${id}`;
    const admin = await sit(db, id, 'admin');
    const make = (by: Seat, name: string, rights: Permission[], roleId?: string) =>
      refusalOf(saveRole(by.ctx, { name, permissions: rights, roleId: roleId ?? null }));
    // not even an owner gives what is an owner's alone
    for (const right of ofOwners) expect(await make(boss, 'Venta', [right])).toBe('kernel.invalidInput');
    const lesser = await makeRole(db.admin, id, ['members.read', 'roles.write']);
    const clerk = await sit(db, id, 'agent');
    expect(await to(boss, clerk, 'custom', lesser)).toBe('done');
    expect(await make(clerk, 'Venta', ['links.write'])).toBe('access.above');
    const { roleId } = await saveRole(boss.ctx, { name: 'Dueña', permissions: ['links.write'] });
    expect(await make(clerk, 'Dueña', ['contacts.read'], roleId)).toBe('access.above');
    expect(await refusalOf(deleteRole(clerk.ctx, { roleId }))).toBe('access.above');
    expect(await make(admin, 'dueña', ['contacts.read'])).toBe('access.nameTaken');
    expect(await make(admin, 'Otra', ['contacts.read'], randomUUID())).toBe('access.noRole');
    await onPlan(db.admin, accountId, 'agency');
    expect(await make(boss, 'Otra', ['contacts.read'])).toBe('access.rolesNotInPlan');
    expect((await listRoles(boss.ctx, {})).inPlan).toBe(false);
  });
});

describe('teams', () => {
  it('have people of the workspace, are renamed and go', async () => {
    const { id, boss } = await found();
    const [one, two] = [await sit(db, id, 'agent'), await sit(db, id, 'agent')];
    const { teamId } = await saveTeam(boss.ctx, { name: 'Mañana', personIds: [one.person.id, two.person.id] });
    expect(await refusalOf(saveTeam(boss.ctx, { name: 'mañana', personIds: [] }))).toBe('access.nameTaken');
    await saveTeam(boss.ctx, { teamId, name: 'Turno de mañana', personIds: [two.person.id] });
    // of two who call theirs the same at once, one is told
    const other = await saveTeam(boss.ctx, { name: 'Noche', personIds: [] });
    for (let round = 0; round < 40; round += 1) {
      const both = [other.teamId, teamId].map((id) =>
        refusalOf(saveTeam(boss.ctx, { teamId: id, name: `Ronda ${round}`, personIds: [two.person.id] })),
      );
      expect((await Promise.all(both)).toSorted()).toEqual(['access.nameTaken', 'done']);
    }
    await deleteTeam(boss.ctx, { teamId: other.teamId });
    await saveTeam(boss.ctx, { teamId, name: 'Turno de mañana', personIds: [two.person.id] });
    expect(await listTeams(boss.ctx, {})).toEqual([
      { id: teamId, name: 'Turno de mañana', personIds: [two.person.id] },
    ]);
    expect((await listPeople(boss.ctx, {})).people.find((each) => each.personId === two.person.id)?.teamIds).toEqual([
      teamId,
    ]);
    const stranger = await makePerson(db.admin);
    expect(await refusalOf(saveTeam(boss.ctx, { teamId, name: 'X', personIds: [stranger.id] }))).toBe(
      'access.noMember',
    );
    const away = await found();
    expect(await refusalOf(saveTeam(away.boss.ctx, { teamId, name: 'X', personIds: [] }))).toBe('access.noTeam');
    expect(await refusalOf(deleteTeam(away.boss.ctx, { teamId }))).toBe('access.noTeam');
    expect(await refusalOf(saveTeam(one.ctx, { name: 'X', personIds: [] }))).toBe('kernel.forbidden');
    await deleteTeam(boss.ctx, { teamId });
    expect(await listTeams(boss.ctx, {})).toEqual([]);
  });
});

describe('who is there', () => {
  it('is told by what the heartbeat writes anyway, and when somebody logged in only to whoever looks after people', async () => {
    const { id, boss } = await found();
    const [here, away, never] = [await sit(db, id, 'agent'), await sit(db, id, 'agent'), await makePerson(db.admin)];
    await addMember(db.admin, id, never, 'agent');
    await db.admin`update guard.session set last_seen_at = now() - interval '5 minutes' where person_id = ${away.person.id}`;
    const of = async (seat: Seat) =>
      new Map((await listPeople(seat.ctx, {})).people.map((each) => [each.personId, each]));
    const seen = await of(boss);
    expect([here.person.id, away.person.id, never.id].map((each) => seen.get(each)?.isOnline)).toEqual([
      true,
      false,
      false,
    ]);
    expect([seen.get(away.person.id)?.lastSeenAt, seen.get(never.id)?.lastSeenAt]).toEqual([expect.any(String), null]);
    expect([seen.get(away.person.id)?.lastLoginAt, (await of(here)).get(away.person.id)?.lastLoginAt]).toEqual([
      expect.any(String),
      null,
    ]);
    await db.admin`update guard.session set ended_at = now(), end_reason = 'logout' where person_id = ${here.person.id}`;
    expect((await of(boss)).get(here.person.id)?.isOnline).toBe(false);
  });
});

it('nobody manages people in another’s name, whatever was granted', async () => {
  const { id, boss } = await found();
  const agent = await sit(db, id, 'agent');
  const { pass } = await openTestSession(db.admin, boss.person.id, { kind: 'impersonation' });
  await db.admin`update guard.session set may_write = true, stepup_at = now() where person_id = ${boss.person.id}`;
  const hand: Seat = { ...boss, pass, ctx: deskCtx(db, id, pass) };
  for (const act of [to(hand, agent, 'viewer'), remove(hand, agent), block(hand, agent)])
    expect(await act).toBe('kernel.forbidden');
  // to leave is everybody's own right, and nobody leaves in another's name
  expect(await refusalOf(leaveWorkspace(hand.ctx, {}))).toBe('kernel.workspaceNotFound');
});
