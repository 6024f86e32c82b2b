// What the database itself decides of people and links, whatever a verb or a process says.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeConversation, makePerson, makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { deskCtx, makeRole, onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { digestOf } from '../../../testing/src/passes.ts';
import { updateContact } from '../contacts/index.ts';
import { assignConversation, listConversations } from '../conversations/index.ts';
import { type Ctx, command } from '../kernel/index.ts';
import { listOwnWorkspaces, updateWorkspace } from '../workspaces/index.ts';
import {
  createLink,
  inviteMember,
  leaveWorkspace,
  listInvitations,
  listLinks,
  removeMember,
  revokeInvitation,
  revokeLink,
  saveTeam,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

async function found(plan = 'agency') {
  const workspace = await makeWorkspace(db.admin);
  await onPlan(db.admin, workspace.accountId, plan);
  return { ...workspace, boss: await sit(db, workspace.id, { member: workspace.owner }) };
}
const custom = async (workspaceId: string, permissions: string[]): Promise<Seat> => {
  const seat = await sit(db, workspaceId, 'agent');
  await db.admin`update app.member set role = 'custom', custom_role_id = ${await makeRole(db.admin, workspaceId, permissions)}
    where workspace_id = ${workspaceId} and person_id = ${seat.person.id}`;
  return seat;
};
const giveLink = async (workspaceId: string, by: Seat): Promise<string> => {
  const [link] = await db.admin`insert into guard.access_link (workspace_id, name, role, secret_hash, granted_by)
    values (${workspaceId}, 'Socia', 'link_read', ${digestOf(randomUUID())}, ${by.person.id}) returning id`;
  return link?.id as string;
};
const letter = () => `${randomUUID()}@recado.test`;

describe('a closed workspace', () => {
  it.each(['deactivated_at', 'archived_at'])(
    'lets its owner take people, links and invitations out, and nothing else (%s)',
    async (closed) => {
      const { id, boss } = await found();
      const [gone, leaver] = [await sit(db, id, 'admin'), await sit(db, id, 'agent')];
      const { conversationId, contactId } = await makeConversation(db.admin, id);
      await db.admin`update app.conversation set assignee_id = ${gone.person.id} where id = ${conversationId}`;
      const linkId = await giveLink(id, boss);
      const { invitationId } = await inviteMember(boss.ctx, { email: letter(), role: 'agent' });
      await db.admin`update app.workspace set ${db.admin(closed)} = now() where id = ${id}`;
      const acting = await openTestSession(db.admin, boss.person.id, { kind: 'impersonation' });
      await db.admin`update guard.session set may_write = true where id = ${acting.sessionId}`;
      const inTheirName = deskCtx(db, id, acting.pass);
      expect(await refusalOf(revokeLink(inTheirName, { linkId }))).toBe('kernel.forbidden');
      expect(await refusalOf(revokeLink(gone.ctx, { linkId: randomUUID() }))).toBe('access.linkNotFound');
      expect(await refusalOf(revokeLink(leaver.ctx, { linkId }))).toBe('kernel.forbidden');
      expect(await refusalOf(revokeLink(boss.ctx, { linkId }))).toBe('done');
      expect(await refusalOf(revokeInvitation(boss.ctx, { invitationId }))).toBe('done');
      expect(await refusalOf(removeMember(boss.ctx, { personId: gone.person.id, heirId: boss.person.id }))).toBe(
        'done',
      );
      expect(await refusalOf(leaveWorkspace(leaver.ctx, {}))).toBe('done');
      const written =
        await db.admin`select action from app.audit_entry where workspace_id = ${id} and action like 'access/%' order by id`;
      expect(written.map((row) => row.action)).toEqual(
        ['invitation.sent', 'link.revoked', 'invitation.revoked', 'member.removed', 'member.left'].map(
          (each) => `access/${each}`,
        ),
      );
      const [left] = await db.admin`select assignee_id from app.conversation where id = ${conversationId}`;
      expect(left?.assignee_id).toBe(boss.person.id);
      for (const call of [
        () => inviteMember(boss.ctx, { email: letter(), role: 'agent' }),
        () => saveTeam(boss.ctx, { name: 'Tarde', personIds: [] }),
        () => updateContact(boss.ctx, { contactId, patch: { name: 'X' } } as never),
      ])
        expect(await refusalOf(call())).toMatch(/^kernel\.(workspaceClosed|invalidInput)$/);
    },
  );
});

describe('whoever acts in another’s name and may write', () => {
  it('looks and answers, and changes no teams, settings, links, roles or people', async () => {
    const { id, boss } = await found();
    const { conversationId } = await makeConversation(db.admin, id);
    const linkId = await giveLink(id, boss);
    const acting = await openTestSession(db.admin, boss.person.id, { kind: 'impersonation' });
    await db.admin`update guard.session set may_write = true where id = ${acting.sessionId}`;
    const ctx = deskCtx(db, id, acting.pass);
    expect(await listConversations(ctx, {})).toHaveLength(1);
    expect(await refusalOf(assignConversation(ctx, { conversationId, personId: boss.person.id }))).toBe('done');
    for (const call of [
      () => saveTeam(ctx, { name: 'Tarde', personIds: [] }),
      () => updateWorkspace(ctx, { name: 'Otra' }),
      () => revokeLink(ctx, { linkId }),
      () => createLink(ctx, { name: 'Yo', role: 'link_read', days: 1 }),
      () => inviteMember(ctx, { email: letter(), role: 'agent' }),
    ])
      expect(await refusalOf(call())).toBe('kernel.forbidden');
    // they answer for themselves as ever
    expect(await refusalOf(saveTeam(boss.ctx, { name: 'Tarde', personIds: [] }))).toBe('done');
  });
});

describe('what a role of the company’s own lacks', () => {
  it('is asked of whoever says who has what a colleague leaves, themselves too', async () => {
    const { id } = await found('enterprise');
    const gone = await sit(db, id, 'viewer');
    const rights = [
      'workspace.read',
      'members.read',
      'channels.read',
      'contacts.read',
      'conversations.read',
      'conversations.readAll',
      'members.remove',
    ];
    const seat = await custom(id, rights);
    const to = (heirId: string | null) => refusalOf(removeMember(seat.ctx, { personId: gone.person.id, heirId }));
    expect(await to(seat.person.id)).toBe('kernel.forbidden');
    expect(await to(null)).toBe('done');
  });

  it('is asked by the database of who reads people, invitations and links', async () => {
    const { id } = await found('enterprise');
    const looks = await custom(id, ['workspace.read', 'members.read']);
    const bare = await custom(id, ['workspace.read']);
    /** As a process would that forgets to ask. */
    const within = (seat: Seat, call: string) =>
      db.web.begin(async (tx) => {
        await tx`select guard.enter(${seat.pass}, null, ${id})`;
        return (await tx.unsafe(`select ${call} answer`))[0]?.answer;
      }) as Promise<Record<string, unknown>[]>;
    const people = await within(looks, 'guard.list_people(true)');
    expect(people.map((each) => each.lastLoginAt)).toEqual(people.map(() => null));
    expect(await refusalOf(within(bare, 'guard.list_people(true)'))).toBe('RG011');
    expect(await refusalOf(within(looks, 'guard.list_invitations()'))).toBe('RG011');
    expect(await refusalOf(within(looks, 'guard.list_links()'))).toBe('RG011');
    // outside of any context there is nobody to ask for
    for (const call of ['guard.list_people(true)', 'guard.list_invitations()', 'guard.list_links()'])
      expect(await refusalOf(db.web.unsafe(`select ${call}`))).toBe('RG011');
  });

  it('is told nothing of other workspaces’ figures', async () => {
    const { id } = await found('enterprise');
    await makeConversation(db.admin, id);
    await db.admin`update app.conversation set last_direction = 'in', unread_count = 1 where workspace_id = ${id}`;
    const card = async (seat: Seat) => {
      const { rows } = await listOwnWorkspaces({ db: db.web } as never, seat.pass, null, {});
      const { waiting, unread, contacts, messagesToday, numbers } = rows.find((row) => row.id === id) ?? {};
      return [waiting, unread, contacts, messagesToday, numbers === null ? null : numbers?.length];
    };
    expect(await card(await custom(id, ['workspace.read', 'members.read']))).toEqual([null, null, null, null, null]);
    const all = ['conversations.read', 'conversations.readAll', 'contacts.read', 'channels.read'];
    expect(await card(await custom(id, ['workspace.read', ...all]))).toEqual([1, 1, 1, 0, 1]);
    expect(await card(await sit(db, id, 'viewer'))).toEqual([1, 1, 1, 0, 1]);
  });
});

describe('letters with a way in', () => {
  it('go to an address five times an hour, invitations and links together, and the refusal says so', async () => {
    const { id, boss } = await found();
    const email = letter();
    const link = () => createLink(boss.ctx, { name: 'Socia', role: 'link_read', days: 1, email, sends: true });
    for (let n = 0; n < 4; n += 1) await link();
    expect(await refusalOf(inviteMember(boss.ctx, { email, role: 'agent' }))).toBe('done');
    await expect(link()).rejects.toMatchObject({
      code: 'access.tooManyLetters',
      kind: 'RATE_LIMITED',
      params: { of: 'address', allowed: 5, hours: 1 },
    });
    const [sent] = await db.admin`select count(*)::int n from guard.outgoing_mail where recipient = ${email}`;
    expect([
      sent?.n,
      (await listLinks(boss.ctx, {})).links.length,
      (await listInvitations(boss.ctx, {})).length,
    ]).toEqual([5, 4, 1]);
    // without a letter there is nothing to count
    expect(
      await refusalOf(createLink(boss.ctx, { name: 'Otra', role: 'link_read', days: 1, email, notifies: true })),
    ).toBe('done');
    // where a link went, and who is told of it, is in the audit
    const told =
      await db.admin`select distinct detail ->> 'name' name, detail ->> 'mailedTo' mailed, detail ->> 'notifyEmail' notified
        from app.audit_entry where workspace_id = ${id} and action = 'access/link.created' order by 1`;
    expect(told).toEqual([
      { name: 'Otra', mailed: null, notified: email },
      { name: 'Socia', mailed: email, notified: null },
    ]);
    // an account's whole day
    await db.admin`insert into guard.login_failure (key) select sha256(convert_to('invitations|' || account_id, 'UTF8')) from app.workspace, generate_series(1, 500) where id = ${id}`;
    await expect(
      createLink(boss.ctx, { name: 'Más', role: 'link_read', days: 1, email: letter(), sends: true }),
    ).rejects.toMatchObject({
      params: { of: 'account', allowed: 500, hours: 24 },
    });
  });
});

describe('two changes that meet', () => {
  /** Begins a removal in a transaction of its own and holds it; answers how to let it go. */
  const holding = async (work: (tx: typeof db.admin) => Promise<unknown>) => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = () => {};
    const isHeld = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const done = db.admin.begin(async (tx) => {
      await work(tx as never);
      begun();
      await held;
    });
    await isHeld;
    return { release, done };
  };
  /** Until somebody waits for a lock in this database. */
  const untilWaits = async () => {
    for (;;) {
      const [row] =
        await db.admin`select count(*)::int n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      if (row?.n > 0) return;
    }
  };

  it('give nobody a conversation who is being taken out, and say so', async () => {
    const { id, boss } = await found();
    const gone = await sit(db, id, 'agent');
    const { conversationId } = await makeConversation(db.admin, id);
    const { release, done } = await holding(
      (tx) => tx`delete from app.member where workspace_id = ${id} and person_id = ${gone.person.id}`,
    );
    const assigned = refusalOf(assignConversation(boss.ctx, { conversationId, personId: gone.person.id }));
    await untilWaits();
    release();
    await done;
    expect(await assigned).toBe('conversations.assigneeNotFound');
  });

  it('invite nobody to a workspace that is being deleted, and take nobody into it', async () => {
    const { id, boss } = await found();
    const email = letter();
    await inviteMember(boss.ctx, { email, role: 'agent' });
    const { release, done } = await holding(async (tx) => {
      await tx`select 1 from app.account a join app.workspace w on w.account_id = a.id where w.id = ${id} for no key update of a`;
      await tx`update app.workspace set deleted_at = now() where id = ${id}`;
    });
    const invited = refusalOf(inviteMember(boss.ctx, { email: letter(), role: 'agent' }));
    await untilWaits();
    release();
    await done;
    expect(await invited).toBe('kernel.workspaceNotFound');
    const [open] =
      await db.admin`select guard.invitation_state(i) state from guard.invitation i where i.workspace_id = ${id}`;
    expect(open?.state).toBe('revoked');
  });

  it('answer with a sentence where a row went that somebody else’s change points at, and give jobs the database’s own code', async () => {
    const { boss } = await found();
    const person = await makePerson(db.admin);
    const points = command({
      input: z.object({}),
      needs: 'teams.write',
      unrecorded: 'a trial',
      run: async ({ tx, ctx }) =>
        await tx`insert into app.team_member (workspace_id, team_id, person_id) values (${ctx.workspaceId}, ${randomUUID()}, ${person.id})`,
    });
    expect(await refusalOf(points(boss.ctx, {}))).toBe('kernel.goneMeanwhile');
    const job = { ...boss.ctx, db: db.jobs, door: { kind: 'system', reason: 'a trial' } } as unknown as Ctx;
    expect(await refusalOf(points(job, {}))).not.toBe('kernel.goneMeanwhile');
  });
});
