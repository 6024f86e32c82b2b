import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { addWorkspace, deskCtx, type Seat, sit } from '../../../testing/src/desk.ts';
import type { Ctx } from '../kernel/index.ts';
import { type AssignmentRules, usualAssignment } from './contract.ts';
import { assignConversation, assignTurns, getAssignment, listAsides, saveAssignment } from './index.ts';

let db: TestDatabase;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'assignment', max: 6 });
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

/** A company with an owner and agents in a room of its own, where what comes in is what this says. */
async function openShop(agents: number) {
  const { id, accountId, owner } = await makeWorkspace(db.admin);
  const boss = await sit(db, id, { member: owner });
  const people: Seat[] = [];
  for (let n = 0; n < agents; n += 1) people.push(await sit(db, id, 'agent'));
  const at = (now: Date): Ctx => ({
    ...deskCtx(db, id, Buffer.alloc(0)),
    db: jobs,
    clock: { now: () => now },
    door: { kind: 'system', reason: 'assignment test' },
  });
  return {
    ...{ id, accountId, boss, people },
    ids: people.map(({ person }) => person.id),
    rule: (rules: Partial<AssignmentRules>) =>
      saveAssignment(boss.ctx, {
        ...usualAssignment,
        lastFirst: false,
        personIds: people.map(({ person }) => person.id),
        ...rules,
      }),
    /** Somebody writes for the first time. */
    async comes(to: string | null = null): Promise<string> {
      const { conversationId } = await makeConversation(db.admin, id);
      await db.admin`update app.conversation set last_direction = 'in', unread_count = 1, last_seq = 1, assignee_id = ${to}
        where workspace_id = ${id} and id = ${conversationId}`;
      return conversationId;
    },
    shareOut: (conversationIds: string[], now = new Date()) =>
      assignTurns(
        at(now),
        conversationIds.map((conversationId) => ({ conversationId, waits: true })),
      ),
    async whose(conversationId: string): Promise<string | null> {
      const [row] =
        await db.admin`select assignee_id from app.conversation where workspace_id = ${id} and id = ${conversationId}`;
      return row?.assignee_id;
    },
  };
}

test('in turn, hundreds that come side by side and are told twice are shared out exactly, and each is told once', async () => {
  const shop = await openShop(4);
  await shop.rule({ mode: 'round_robin' });
  const all: string[] = [];
  for (let n = 0; n < 200; n += 1) all.push(await shop.comes());
  const lanes = [0, 1, 2, 3, 4].map((lane) => all.filter((_, n) => n % 5 === lane || n % 5 === (lane + 1) % 5));
  const given = await Promise.all(lanes.map((lane) => shop.shareOut(lane)));
  expect(given.reduce((sum, each) => sum + each, 0)).toBe(200);
  const counts =
    await db.admin`select count(*)::integer n from app.conversation where workspace_id = ${shop.id} group by assignee_id`;
  expect(counts.map(({ n }) => n)).toEqual([50, 50, 50, 50]);
  const [told] =
    await db.admin`select count(*)::integer n, count(distinct data->>'conversationId')::integer of from jobs.outbox
    where workspace_id = ${shop.id} and name = 'conversations/conversation.assigned'`;
  expect(told).toEqual({ n: 200, of: 200 });
  // it stands in its thread as done by nobody in particular
  const { marks } = (await listAsides(shop.boss.ctx, { conversationId: all[0] as string })) as {
    marks: { action: string; actor: { kind: string } }[];
  };
  expect(marks).toEqual([
    expect.objectContaining({
      action: 'conversations/conversation.assigned',
      actor: expect.objectContaining({ kind: 'system' }),
    }),
  ]);
});

test('by hand nothing is given to anybody, and what is somebody’s, answered, closed or of somebody blocked is left alone', async () => {
  const shop = await openShop(1);
  const [ana] = shop.ids as [string];
  const first = await shop.comes();
  expect(await shop.shareOut([first])).toBe(0);
  await shop.rule({ mode: 'round_robin' });
  const [theirs, answered, closed, blocked] = [
    await shop.comes(shop.boss.person.id),
    await shop.comes(),
    await shop.comes(),
    await shop.comes(),
  ];
  await db.admin`update app.conversation set last_direction = 'out' where workspace_id = ${shop.id} and id = ${answered}`;
  await db.admin`update app.conversation set status = 'closed' where workspace_id = ${shop.id} and id = ${closed}`;
  await db.admin`update app.contact c set kind = 'blocked', kind_before = c.kind from app.conversation v
    where v.workspace_id = ${shop.id} and v.id = ${blocked} and c.workspace_id = v.workspace_id and c.id = v.contact_id`;
  expect(await shop.shareOut([theirs, answered, closed, blocked])).toBe(0);
  expect(await shop.shareOut([first])).toBe(1);
  expect(await shop.whose(first)).toBe(ana);
});

test('whoever has least comes next, nobody gets more than the most, and only those take part who can and are chosen', async () => {
  const shop = await openShop(3);
  const [ana, bea, cai] = shop.ids as [string, string, string];
  await shop.rule({ mode: 'least_busy', cap: 2, personIds: [ana, bea, cai] });
  await shop.comes(ana);
  await shop.comes(bea);
  await db.admin`update app.member set blocked_at = now() where workspace_id = ${shop.id} and person_id = ${cai}`;
  const comes = [await shop.comes(), await shop.comes(), await shop.comes()];
  for (const one of comes) await shop.shareOut([one]);
  const whose = await Promise.all(comes.map((one) => shop.whose(one)));
  expect(new Set(whose.slice(0, 2))).toEqual(new Set([ana, bea]));
  expect(whose[2]).toBeNull();
  // what is resolved makes room
  await db.admin`update app.conversation set status = 'closed' where workspace_id = ${shop.id} and assignee_id = ${ana}`;
  await shop.shareOut([comes[2] as string]);
  expect(await shop.whose(comes[2] as string)).toBe(ana);
});

test('only those are asked who are there, and whoever answered somebody last has them again', async () => {
  const shop = await openShop(2);
  const [ana, bea] = shop.ids as [string, string];
  await shop.rule({ mode: 'round_robin', onlyOnline: true });
  await db.admin`update guard.session set last_seen_at = now() - interval '5 minutes' where person_id = ${ana}`;
  const some = [await shop.comes(), await shop.comes()];
  await shop.shareOut(some);
  expect([await shop.whose(some[0] as string), await shop.whose(some[1] as string)]).toEqual([bea, bea]);

  const back = await shop.comes();
  const [thread] =
    await db.admin`select channel_id from app.conversation where workspace_id = ${shop.id} and id = ${back}`;
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, author_id, status, occurred_at)
    select ${shop.id}, ${back}, ${thread?.channel_id}, n, 'out', 'x', gen_random_uuid()::text, 'person', case n when 1 then ${bea}::uuid else ${ana}::uuid end, 3, now()
      from generate_series(1, 2) n`;
  await shop.rule({ mode: 'round_robin', lastFirst: true });
  await shop.shareOut([back]);
  expect(await shop.whose(back)).toBe(ana);
  // with nothing but that, somebody new stays nobody's
  await shop.rule({ mode: 'last' });
  const fresh = await shop.comes();
  expect(await shop.shareOut([fresh])).toBe(0);
});

test('outside of the hours it stays nobody’s or goes to the watch, where the clocks change too', async () => {
  const shop = await openShop(2);
  const [ana, bea] = shop.ids as [string, string];
  const hours = { 7: [[540, 600]] as [number, number][] };
  const rule = { mode: 'round_robin' as const, keepsHours: true, hours, personIds: [ana] };
  await shop.rule(rule);
  await db.admin`update app.workspace set time_zone = 'Europe/Madrid' where id = ${shop.id}`;
  const at = async (now: string) => {
    const one = await shop.comes();
    await shop.shareOut([one], new Date(now));
    return await shop.whose(one);
  };
  // nine o'clock of a Sunday in Madrid, on both of the days on which the clocks change, to the minute
  expect([
    await at('2026-10-25T07:59:59Z'),
    await at('2026-10-25T08:00:00Z'),
    await at('2026-10-25T08:59:59Z'),
  ]).toEqual([null, ana, ana]);
  expect([
    await at('2026-10-25T09:00:00Z'),
    await at('2027-03-28T06:59:00Z'),
    await at('2027-03-28T07:00:00Z'),
  ]).toEqual([null, null, ana]);
  expect(await at('2026-10-26T08:00:00Z')).toBeNull();
  await shop.rule({ ...rule, outside: { kind: 'person', id: bea } });
  expect(await at('2026-10-26T08:00:00Z')).toBe(bea);
  const [team] = await db.admin`insert into app.team (workspace_id, name) values (${shop.id}, 'Guardia') returning id`;
  await db.admin`insert into app.team_member (workspace_id, team_id, person_id) values (${shop.id}, ${team?.id}, ${ana})`;
  await shop.rule({ ...rule, outside: { kind: 'team', id: team?.id } });
  expect(await at('2026-10-26T08:00:00Z')).toBe(ana);
});

test('the rule is for whoever runs the business, names only its own people and teams, and a hand that is quicker wins', async () => {
  const shop = await openShop(1);
  const [ana] = shop.people as [Seat];
  await expect(saveAssignment(ana.ctx, usualAssignment)).rejects.toMatchObject({ code: 'kernel.forbidden' });
  const other = await sit(db, await addWorkspace(db.admin, shop.accountId), 'agent');
  await expect(shop.rule({ personIds: [other.person.id] })).rejects.toMatchObject({
    code: 'conversations.assigneeNotFound',
  });
  await expect(shop.rule({ outside: { kind: 'team', id: other.person.id } })).rejects.toMatchObject({
    code: 'conversations.teamNotFound',
  });
  await shop.rule({ mode: 'least_busy', cap: 3 });
  expect(await getAssignment(ana.ctx, {})).toMatchObject({
    rules: { mode: 'least_busy', cap: 3, personIds: [ana.person.id] },
  });
  const one = await shop.comes();
  await assignConversation(shop.boss.ctx, { conversationId: one, personId: shop.boss.person.id });
  await shop.shareOut([one]);
  expect(await shop.whose(one)).toBe(shop.boss.person.id);
});
