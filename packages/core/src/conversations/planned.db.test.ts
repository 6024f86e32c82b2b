import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeConversation, makeWorkspace, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { deskCtx, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { makeLinkHouse } from '../../../testing/src/links.ts';
import type { Ctx } from '../kernel/index.ts';
import { listNotifications, tellPlanned } from '../notifications/index.ts';
import {
  cancelPlanned,
  changePlanned,
  listMessages,
  listPlanned,
  planMessage,
  readChanges,
  sendPlanned,
  sendPlannedDue,
} from './index.ts';

let db: TestDatabase;
let jobs: Database;
let web: Database;
let house: TestWorkspace;
let ana: Seat;
let thread: Awaited<ReturnType<typeof makeConversation>>;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'planned', max: 4 });
  web = connect(db.webUrl, { name: 'planned-web', max: 6 });
});
afterAll(async () => {
  await Promise.all([jobs.end({ timeout: 1 }), web.end({ timeout: 1 })]);
  await db.drop();
});
beforeEach(async () => {
  house = await makeWorkspace(db.admin);
  ana = await sit(db, house.id, 'agent');
  thread = await makeConversation(db.admin, house.id);
});

const ports = { hints: { changed() {}, emitted() {}, queued() {} } };
const base = () => ({ ...deskCtx(db, house.id, ana.pass), db: jobs, ports }) as unknown as Ctx;
const system = (): Ctx => ({ ...base(), door: { kind: 'system', reason: 'planned test' } });
const work = () => sendPlannedDue({ ...base(), log: { error() {} } } as unknown as Ctx);
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const plan = (ctx = ana.ctx, more: { sendsAnyway?: boolean; clientMessageId?: string } = {}) =>
  planMessage(ctx, {
    conversationId: thread.conversationId,
    clientMessageId: randomUUID(),
    text: 'Tu mueble llega hoy',
    at: tomorrow(),
    ...more,
  });
const comeTrue = (id: string) =>
  db.admin`update app.planned_message set at = now() - interval '1 minute' where workspace_id = ${house.id} and id = ${id}`;
const stateOf = async (id: string) => {
  const [row] =
    await db.admin`select state, reason from app.planned_message where workspace_id = ${house.id} and id = ${id}`;
  return [row?.state, row?.reason];
};
const wrote = (direction: 'in' | 'out' = 'in', kind = 'text', age = '0 seconds') => db.admin`
  with m as (insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
    select v.workspace_id, v.id, v.channel_id, v.last_seq + 1, ${direction}, ${kind}, 'hola', gen_random_uuid()::text, ${direction === 'in' ? 'contact' : 'phone'},
        ${direction === 'in' ? 9 : 3}, clock_timestamp() - ${age}::interval
      from app.conversation v where v.workspace_id = ${house.id} and v.id = ${thread.conversationId} returning seq)
  update app.conversation v set last_seq = m.seq from m where v.workspace_id = ${house.id} and v.id = ${thread.conversationId}`;
const messages = () => listMessages(ana.ctx, { conversationId: thread.conversationId });
const stops = async () =>
  (
    await db.admin`select o.data from jobs.outbox o where o.name = 'conversations/plan.stopped' and o.workspace_id = ${house.id} order by o.seq`
  ).map(
    ({ data }) =>
      data as { plannedId: string; conversationId: string; authorId: string; version: number; reason: 'wrote' },
  );
const told = async () => {
  for (const { plannedId, conversationId, authorId, version, reason } of await stops())
    await tellPlanned(system(), { plannedId, conversationId, authorId, version, reason });
  return (await listNotifications(ana.ctx, {})).rows.map(({ kind, detail, conversationId }) => [
    kind,
    detail.reason,
    conversationId !== null,
  ]);
};

test('a planned message waits, and goes once in its moment by the queue of every message, in the name of whoever wrote it', async () => {
  const clientMessageId = randomUUID();
  const [one, same] = await Promise.all([plan(ana.ctx, { clientMessageId }), plan(ana.ctx, { clientMessageId })]);
  expect(same).toEqual(one);
  expect(await listPlanned(ana.ctx, { conversationId: thread.conversationId })).toEqual([one]);
  await work();
  expect(await messages()).toEqual([]);
  await comeTrue(one.id);
  // two rounds at once
  await Promise.all([work(), work()]);
  expect(await messages()).toEqual([
    expect.objectContaining({
      body: 'Tu mueble llega hoy',
      status: 'queued',
      clientMessageId: one.id,
      author: expect.objectContaining({ kind: 'person', id: ana.person.id }),
    }),
  ]);
  expect(await listPlanned(ana.ctx, { conversationId: thread.conversationId })).toEqual([]);
  expect(await refusalOf(cancelPlanned(ana.ctx, { plannedId: one.id }))).toBe('conversations.plannedOver');
  expect(await refusalOf(sendPlanned(ana.ctx, { plannedId: one.id }))).toBe('conversations.plannedOver');
  expect(await told()).toEqual([]);
});

test('a message of the customer holds it back and its author is told once; what is no answer, or older, does not', async () => {
  await wrote();
  const [held, anyway, quiet] = [await plan(), await plan(ana.ctx, { sendsAnyway: true }), await plan()];
  await wrote('in', 'reaction');
  await wrote('out');
  // what a phone remembers from before
  await wrote('in', 'text', '3 days');
  await comeTrue(quiet.id);
  await work();
  expect(await stateOf(quiet.id)).toEqual(['sent', null]);
  await wrote();
  for (const { id } of [held, anyway]) await comeTrue(id);
  await work();
  expect([await stateOf(held.id), await stateOf(anyway.id)]).toEqual([
    ['held', 'wrote'],
    ['sent', null],
  ]);
  expect(await told()).toEqual([['planned', 'wrote', true]]);
  expect(await told()).toHaveLength(1);
  // thought over, it waits anew, and the next message holds it back again
  const again = await changePlanned(ana.ctx, {
    plannedId: held.id,
    text: 'Otra cosa',
    at: tomorrow(),
    sendsAnyway: false,
  });
  expect(again).toMatchObject({ state: 'planned', body: 'Otra cosa', reason: null });
  await comeTrue(held.id);
  await work();
  expect(await stateOf(held.id)).toEqual(['sent', null]);
  expect((await messages()).filter(({ clientMessageId }) => clientMessageId !== null).map(({ body }) => body)).toEqual([
    'Tu mueble llega hoy',
    'Tu mueble llega hoy',
    'Otra cosa',
  ]);
});

test('what its author could not send in that moment is refused with the reason, and a colleague may take it up', async () => {
  const boss = await sit(db, house.id, { member: house.owner });
  const [gone, blocked] = [await plan(), await plan()];
  await db.admin`update app.member set blocked_at = now() where workspace_id = ${house.id} and person_id = ${ana.person.id}`;
  await comeTrue(gone.id);
  await work();
  expect(await stateOf(gone.id)).toEqual(['refused', 'author']);
  await changePlanned(boss.ctx, { plannedId: gone.id, text: gone.body, at: tomorrow(), sendsAnyway: false });
  await comeTrue(gone.id);
  await work();
  expect(await stateOf(gone.id)).toEqual(['sent', null]);
  await db.admin`update app.member set blocked_at = null where workspace_id = ${house.id}`;
  expect((await messages()).map(({ author }) => author.id)).toEqual([house.owner.id]);
  await db.admin`update app.contact set kind = 'blocked' where workspace_id = ${house.id} and id = ${thread.contactId}`;
  await comeTrue(blocked.id);
  await work();
  expect(await stateOf(blocked.id)).toEqual(['refused', 'blocked']);
  expect(await told()).toEqual([['planned', 'blocked', false]]);
  expect(await refusalOf(sendPlanned(boss.ctx, { plannedId: blocked.id }))).toBe('conversations.contactBlocked');
  expect(await refusalOf(plan())).toBe('conversations.contactBlocked');
  await db.admin`update app.contact set kind = 'customer' where workspace_id = ${house.id}`;
  const late = await plan();
  await comeTrue(late.id);
  await db.admin`update app.workspace set archived_at = now() where id = ${house.id}`;
  await work();
  expect(await stateOf(late.id)).toEqual(['refused', 'closed']);
});

test('neither the past nor more than twenty in one conversation, and cancelled it can be brought back', async () => {
  expect(
    await refusalOf(
      planMessage(ana.ctx, {
        conversationId: thread.conversationId,
        clientMessageId: randomUUID(),
        text: 'Ayer',
        at: new Date(0).toISOString(),
      }),
    ),
  ).toBe('conversations.plannedPast');
  const [first] = await Promise.all(Array.from({ length: 20 }, () => plan()));
  expect(await refusalOf(plan())).toBe('conversations.tooManyPlanned');
  const { id, body, at } = first as Awaited<ReturnType<typeof plan>>;
  await cancelPlanned(ana.ctx, { plannedId: id });
  expect(await listPlanned(ana.ctx, { conversationId: thread.conversationId })).toHaveLength(19);
  await comeTrue(id);
  await work();
  expect([await stateOf(id), await messages()]).toEqual([['cancelled', null], []]);
  await changePlanned(ana.ctx, { plannedId: id, text: body, at, sendsAnyway: false });
  expect(await stateOf(id)).toEqual(['planned', null]);
});

test('of the job, a colleague who cancels and one who sends now exactly one has it, two hundred times', async () => {
  const rows = await db.admin`
    insert into app.planned_message (workspace_id, conversation_id, body, author_id, author_name, at)
      select ${house.id}, ${thread.conversationId}, 'carrera ' || n, ${ana.person.id}, 'Ana', now() - interval '1 minute' from generate_series(1, 200) n returning id`;
  const ids = rows.map(({ id }) => id as string);
  // every one has rivals: somebody who cancels it, somebody who sends it, or both
  const cancelling = ids.filter((_, at) => at % 2 === 0 || at % 5 === 0);
  const sending = ids.filter((_, at) => at % 2 === 1 || at % 5 === 0).reverse();
  const ends = (of: string[], act: (plannedId: string) => Promise<unknown>) =>
    Promise.all(of.map(async (id) => [id, await refusalOf(act(id))] as const)).then((all) => new Map(all));
  const [{ sent }, cancelled, now] = await Promise.all([
    work(),
    ends(cancelling, (plannedId) => cancelPlanned(ana.ctx, { plannedId })),
    ends(sending, (plannedId) => sendPlanned(ana.ctx, { plannedId })),
  ]);
  const after = await db.admin`
    select p.id, p.state, (select count(*)::integer from app.message m where m.workspace_id = p.workspace_id and m.client_message_id = p.id) n
      from app.planned_message p where p.workspace_id = ${house.id}`;
  const [byCancelling, bySending] = [cancelled, now].map((of) =>
    [...of].filter(([, end]) => end === 'done').map(([id]) => id),
  );
  for (const { id, state, n } of after) {
    const wasCancelled = byCancelling?.includes(id) ?? false;
    expect([id, state, n]).toEqual([id, wasCancelled ? 'cancelled' : 'sent', wasCancelled ? 0 : 1]);
    expect([id, wasCancelled && bySending?.includes(id)]).toEqual([id, false]);
  }
  // nobody else's refusal is anything but that it was over
  expect(new Set([...cancelled.values(), ...now.values()])).toEqual(new Set(['done', 'conversations.plannedOver']));
  expect(sent + (byCancelling?.length ?? 0) + (bySending?.length ?? 0)).toBe(200);
});

test('neither visitors nor their stream are told of it, and in a merged thread it goes on', async () => {
  const linked = await makeLinkHouse(db, web);
  house = linked.workspace;
  const owner = linked.as(linked.ownerPass);
  thread = await makeConversation(db.admin, house.id);
  const visitor = linked.as((await linked.open(await linked.give())).pass);
  const start = await readChanges(visitor, { horizon: null, seen: [] });
  const row = await plan(owner);
  expect(await listPlanned(visitor, { conversationId: thread.conversationId })).toEqual([]);
  expect(await refusalOf(sendPlanned(visitor, { plannedId: row.id }))).toBe('kernel.forbidden');
  expect((await readChanges(visitor, { horizon: start.horizon, seen: [] })).changes).toEqual([]);
  expect(await listPlanned(owner, { conversationId: thread.conversationId })).toHaveLength(1);
  const kept = await makeConversation(db.admin, house.id);
  await db.admin.begin(async (tx) => {
    await tx`set local role recado_worker`;
    await tx`select guard.enter_system(${house.id}, 'planned test')`;
    await tx`select app.join_conversations(${house.id}, ${kept.conversationId}, ${thread.conversationId})`;
  });
  expect(await listPlanned(owner, { conversationId: kept.conversationId })).toHaveLength(1);
});
