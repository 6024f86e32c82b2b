import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeConversation, makeWorkspace, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { deskCtx, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { workingRows } from '../../../testing/src/working-rows.ts';
import type { Ctx } from '../kernel/index.ts';
import { listNotifications, tellOverdue } from '../notifications/index.ts';
import { type ServiceClock, type ServiceRules, usualAssignment, usualService } from './contract.ts';
import {
  changeConversations,
  countConversations,
  getConversation,
  getService,
  listAsides,
  listConversations,
  markOverdue,
  saveService,
  sendMessage,
  wakeConversations,
} from './index.ts';

let db: TestDatabase;
let jobs: Database;
let house: TestWorkspace;
let boss: Seat;
let ana: Seat;
let thread: string;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'service', max: 6 });
});
afterAll(async () => {
  await jobs.end({ timeout: 1 });
  await db.drop();
});
beforeEach(async () => {
  house = await makeWorkspace(db.admin);
  boss = await sit(db, house.id, { member: house.owner });
  ana = await sit(db, house.id, 'agent');
  thread = (await makeConversation(db.admin, house.id)).conversationId;
});

const ports = { hints: { changed() {}, emitted() {}, queued() {} } };
const base = () => ({ ...deskCtx(db, house.id, ana.pass), db: jobs, ports, log: { error() {} } }) as unknown as Ctx;
const mark = () => markOverdue(base());
const nothing = { first: null, next: null, resolve: null };
/** All hours count, so that a minute is a minute. */
const promise = (
  usual: Partial<ServiceRules['targets']['usual']>,
  more: Partial<ServiceRules['targets']> = {},
  isOn = true,
) =>
  saveService(boss.ctx, {
    ...{ isOn, keepsHours: false },
    targets: { high: nothing, urgent: nothing, ...more, usual: { ...nothing, ...usual } },
  });
/** The customer writes, as receiving writes it down. */
const writes = (id = thread) => db.admin`
  update app.conversation v set last_seq = v.last_seq + 1, unread_count = v.unread_count + 1, last_direction = 'in', last_author_kind = 'contact', version = v.version + 1,
      status = case when v.status in ('snoozed', 'closed', 'archived') then 'open' else v.status end, snoozed_until = null
    where v.workspace_id = ${house.id} and v.id = ${id}`;
const answers = (id = thread, seat = ana) =>
  sendMessage(seat.ctx, { conversationId: id, clientMessageId: randomUUID(), text: 'Voy' });
const change = (change: Parameters<typeof changeConversations>[1]['change']) =>
  changeConversations(boss.ctx, { conversationIds: [thread], change });
/** What runs, with the minutes that are left. */
const clocks = async (id = thread) => {
  const [row] = await db.admin`
    select answer_clock clock, round(extract(epoch from answer_due_at - now()) / 60)::integer answer, round(answer_left / 60.0)::integer "answerLeft",
        round(extract(epoch from resolve_due_at - now()) / 60)::integer resolve, round(resolve_left / 60.0)::integer "resolveLeft"
      from app.conversation where workspace_id = ${house.id} and id = ${id}`;
  return Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== null));
};
const late = (id = thread) => db.admin`update app.conversation set answer_due_at = now() - interval '1 minute'
  where workspace_id = ${house.id} and id = ${id} and answer_due_at is not null`;
const events = async () =>
  (
    await db.admin`select o.data from jobs.outbox o where o.name = 'conversations/conversation.overdue' and o.workspace_id = ${house.id} order by o.seq`
  ).map(({ data }) => data as { conversationId: string; clock: ServiceClock; since: string });
const tell = async () => {
  let told = 0;
  for (const { conversationId, clock, since } of await events())
    told += (
      await tellOverdue(
        { ...base(), door: { kind: 'system', reason: 'service test' } },
        { conversationId, clock, since },
      )
    ).told;
  return told;
};

test('the database counts hours as the rule does, back and forth, and knows the usual ones', async () => {
  for (const [what, hours, zone, from, minutes, due] of workingRows) {
    const json = hours && JSON.stringify(hours);
    const [row] = await db.admin`
      select app.add_working(${json}::text::jsonb, ${zone}, ${from}::timestamptz, ${minutes * 60}) due,
        app.working_between(${json}::text::jsonb, ${zone}, ${from}::timestamptz, ${due}::timestamptz) back`;
    expect([what, row?.due?.toISOString() ?? null, row?.back]).toEqual([what, due, due ? minutes * 60 : 0]);
  }
  const [usual] = await db.admin`select app.hours_of(${house.id}) hours`;
  expect(usual?.hours).toEqual(usualAssignment.hours);
});

test('nothing is promised until somebody says so; then the first answer of a case, later ones and its end are counted', async () => {
  expect((await getService(ana.ctx, {})).rules).toEqual(usualService);
  await writes();
  expect(await clocks()).toEqual({});
  await answers();
  await promise({ first: 15, next: 60, resolve: 240 });
  await writes();
  expect(await clocks()).toEqual({ clock: 'next', answer: 60, resolve: 240 });
  // whoever writes twice does not begin to wait anew
  await db.admin`update app.conversation set answer_due_at = answer_due_at - interval '20 minutes', answer_since = answer_since - interval '20 minutes' where workspace_id = ${house.id} and id = ${thread}`;
  await writes();
  expect(await clocks()).toEqual({ clock: 'next', answer: 40, resolve: 240 });
  // what is said by nobody answers nobody
  await db.admin`update app.conversation set last_seq = last_seq + 1, last_direction = 'out', last_author_kind = 'campaign', unread_count = 0 where workspace_id = ${house.id} and id = ${thread}`;
  expect(await clocks()).toMatchObject({ clock: 'next', answer: 40 });
  await answers();
  expect(await clocks()).toEqual({ resolve: 240 });
  await change({ status: 'closed' });
  expect(await clocks()).toEqual({});
  // opened again by their message it is a new case, by one of ours only the end is owed
  await writes();
  expect(await clocks()).toEqual({ clock: 'first', answer: 15, resolve: 240 });
  await change({ status: 'closed' });
  await answers();
  expect(await clocks()).toEqual({ resolve: 240 });
  await promise({}, {}, false);
  expect(await clocks()).toEqual({});
});

test('what is put off keeps the time that was left, and what matters more is owed sooner', async () => {
  await promise({ first: 60, resolve: 600 }, { urgent: { first: 20, next: null, resolve: null } });
  await writes();
  await db.admin`update app.conversation set answer_due_at = now() + interval '35 minutes' where workspace_id = ${house.id} and id = ${thread}`;
  await change({ priority: 'urgent' });
  expect(await clocks()).toEqual({ clock: 'first', answer: 0, resolve: 600 });
  await change({ priority: 'none' });
  await db.admin`update app.conversation set answer_due_at = now() + interval '35 minutes' where workspace_id = ${house.id} and id = ${thread}`;
  await change({ snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() });
  expect(await clocks()).toEqual({ clock: 'first', answerLeft: 35, resolveLeft: 600 });
  await late();
  expect(await mark()).toBe(0);
  await db.admin`update app.conversation set snoozed_until = now() - interval '1 minute' where workspace_id = ${house.id} and id = ${thread}`;
  await wakeConversations(base());
  expect(await clocks()).toEqual({ clock: 'first', answer: 35, resolve: 600 });
  // and whoever writes meanwhile is owed the rest of the same answer
  await change({ snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() });
  await writes();
  expect(await clocks()).toEqual({ clock: 'first', answer: 35, resolve: 600 });
});

test('an answer and the next message in one batch begin a new wait; history and groups owe nothing', async () => {
  await promise({ first: 15, next: 60 });
  await writes();
  await db.admin`update app.conversation set last_seq = last_seq + 2, read_seq = last_seq + 1, unread_count = 1 where workspace_id = ${house.id} and id = ${thread}`;
  expect(await clocks()).toEqual({ clock: 'next', answer: 60 });
  await change({ status: 'closed' });
  await db.admin`update app.conversation set status = 'open', last_seq = last_seq + 1, last_direction = 'out', read_seq = last_seq + 1 where workspace_id = ${house.id} and id = ${thread}`;
  await db.admin`update app.conversation set last_seq = last_seq + 1, read_seq = last_seq + 1, last_direction = 'in' where workspace_id = ${house.id} and id = ${thread}`;
  expect(await clocks()).toEqual({});
  const group = await makeConversation(db.admin, house.id);
  await db.admin`update app.contact set kind = 'group' where workspace_id = ${house.id} and id = ${group.contactId}`;
  await writes(group.conversationId);
  expect(await clocks(group.conversationId)).toEqual({});
});

test('what is late is told once: whoever has it, or else those who give it away; it stands in the thread and its view', async () => {
  await promise({ first: 15 });
  const other = (await makeConversation(db.admin, house.id)).conversationId;
  for (const id of [thread, other]) await writes(id);
  await changeConversations(boss.ctx, { conversationIds: [other], change: { assigneeId: ana.person.id } });
  expect(await mark()).toBe(0);
  await late();
  await late(other);
  const rounds = await Promise.all([mark(), mark(), mark()]);
  expect(rounds.reduce((sum, each) => sum + each, 0)).toBe(2);
  expect(await mark()).toBe(0);
  expect(await tell()).toBe(2);
  expect(await tell()).toBe(0);
  const kinds = async (seat: Seat) =>
    (await listNotifications(seat.ctx, {})).rows.map(({ kind, conversationId }) => [kind, conversationId]);
  expect([await kinds(boss), await kinds(ana)]).toEqual([[['overdue', thread]], [['overdue', other]]]);
  const { marks } = await listAsides(boss.ctx, { conversationId: thread });
  expect(marks).toEqual([
    expect.objectContaining({
      action: 'conversations/conversation.overdue',
      actor: expect.objectContaining({ kind: 'system' }),
      detail: expect.objectContaining({ clock: 'first' }),
    }),
  ]);
  // what is owed first stands first, page by page, whatever narrows it
  const third = (await makeConversation(db.admin, house.id)).conversationId;
  await writes(third);
  await db.admin`update app.conversation set answer_due_at = now() - interval '1 hour' where workspace_id = ${house.id} and id = ${other}`;
  for (const filter of [undefined, { priority: 'none' as const }]) {
    const seen: string[] = [];
    let before: { lastMessageAt: string; id: string } | undefined;
    for (let page = 0; page < 4; page += 1) {
      const [row] = await listConversations(boss.ctx, { view: 'due', limit: 1, filter, before });
      if (!row?.clock) break;
      before = { lastMessageAt: row.clock.dueAt, id: row.id };
      seen.push(row.id);
    }
    expect(seen).toEqual([other, thread, third]);
  }
  expect((await countConversations(boss.ctx, {})).due).toBe(3);
  expect((await getConversation(boss.ctx, { conversationId: thread })).clock).toMatchObject({
    kind: 'first',
    isTold: true,
  });
  // of what was answered before anybody was told, nobody is
  await late(third);
  await mark();
  await answers(third, boss);
  expect(await tell()).toBe(0);
});

test('an answer at the very moment at which it is late: told once or not at all', async () => {
  await promise({ first: 15 });
  const threads: string[] = [];
  for (let n = 0; n < 200; n += 1) threads.push((await makeConversation(db.admin, house.id)).conversationId);
  await db.admin`update app.conversation v set last_seq = 1, unread_count = 1, last_direction = 'in' where v.workspace_id = ${house.id} and v.id = any (${threads}::uuid[])`;
  await db.admin`update app.conversation v set answer_due_at = now() where v.workspace_id = ${house.id} and v.id = any (${threads}::uuid[])`;
  const rounds = (async () => {
    let n = 0;
    for (let round = 0; round < 12; round += 1) n += (await Promise.all([mark(), mark()])).reduce((a, b) => a + b, 0);
    return n;
  })();
  const lanes = [0, 1, 2, 3].map(async (lane) => {
    for (const [at, id] of threads.entries()) if (at % 4 === lane) await answers(id, boss);
  });
  const [marked] = await Promise.all([rounds, ...lanes]);
  const told = await events();
  expect(told.length).toBe(marked);
  expect(new Set(told.map(({ conversationId }) => conversationId)).size).toBe(told.length);
  const [left] =
    await db.admin`select count(*)::integer n from app.conversation where workspace_id = ${house.id} and answer_since is not null`;
  expect([left?.n, await mark(), await tell()]).toEqual([0, 0, 0]);
});

test('a rule is its company’s own, is set by whoever runs it, and says what is missing', async () => {
  expect(await refusalOf(saveService(ana.ctx, usualService))).toBe('kernel.forbidden');
  const refused = await promise({}).catch((error: { params?: { field?: string } }) => error);
  expect(JSON.stringify(refused)).toContain('first');
  const strange = await sit(db, (await makeWorkspace(db.admin)).id, 'owner');
  await promise({ first: 5 });
  await writes();
  await late();
  expect((await getService(strange.ctx, {})).rules).toEqual(usualService);
  expect(await listConversations(strange.ctx, { view: 'due' })).toEqual([]);
  expect(await refusalOf(getService({ ...strange.ctx, workspaceId: house.id }, {}))).toBe('kernel.workspaceNotFound');
  // what runs in one company is no matter of another's job
  const theirs = {
    ...base(),
    workspaceId: strange.ctx.workspaceId,
    door: { kind: 'system', reason: 'service test' },
  } as Ctx;
  expect(
    await tellOverdue(theirs, { conversationId: thread, clock: 'first', since: new Date().toISOString() }),
  ).toEqual({
    told: 0,
  });
});
