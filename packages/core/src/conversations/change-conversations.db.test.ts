import { randomUUID } from 'node:crypto';
import type { Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, publicCtx, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import type { ConversationRow, ConversationView } from './contract.ts';
import {
  changeConversations,
  countConversations,
  deleteView,
  getConversation,
  listAsides,
  listConversations,
  listViews,
  restoreConversations,
  saveView,
  wakeConversations,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();

/** A company with a number that a worker holds, and some conversations in which the customer spoke last. */
async function found(count = 3) {
  const { id, accountId } = await makeWorkspace(db.admin);
  await onPlan(db.admin, accountId, 'team');
  const boss = await sit(db, id, 'manager');
  const { conversationId, channelId } = await makeConversation(db.admin, id);
  const ids = [conversationId];
  while (ids.length < count) {
    const [contact] =
      await db.admin`insert into app.contact (workspace_id, name) values (${id}, 'Customer') returning id`;
    const [row] = await db.admin`insert into app.conversation (workspace_id, channel_id, contact_id, address)
      values (${id}, ${channelId}, ${contact?.id}, ${`${ids.length}@lid`}) returning id`;
    ids.push(row?.id);
  }
  await db.admin`update app.conversation set unread_count = 2, last_seq = 2, last_direction = 'in' where workspace_id = ${id}`;
  await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value)
    select v.workspace_id, v.contact_id, 'wa_pn', '346' || lpad((row_number() over ())::text, 8, '0') from app.conversation v where v.workspace_id = ${id}`;
  const holder = randomUUID();
  await db.admin`insert into wa.lease (workspace_id, channel_id, driver, holder, fence, expires_at) values (${id}, ${channelId}, 'simulator', ${holder}, 1, 'infinity')`;
  return { id, boss, channelId, ids: ids.sort() };
}
type Found = Awaited<ReturnType<typeof found>>;

const rowOf = async (seat: Seat, conversationId: string) =>
  (await getConversation(seat.ctx, { conversationId })) as ConversationRow;
const idsIn = async (seat: Seat, view: ConversationView) =>
  (await listConversations(seat.ctx, { view })).map(({ id }) => id).sort();

/** The customer of a conversation writes, by the function that stores what a number received. */
async function write(of: Found, conversationId: string): Promise<void> {
  const [who] =
    await db.admin`select i.value from app.conversation v join app.contact_identity i on i.workspace_id = v.workspace_id
    and i.contact_id = v.contact_id where v.workspace_id = ${of.id} and v.id = ${conversationId}`;
  const item = {
    ...{ providerId: randomUUID(), direction: 'in', kind: 'text', body: 'Hola', address: '1@lid', chatKind: 'person' },
    ...{ identities: [{ kind: 'wa_pn', value: who?.value }], occurredAt: new Date().toISOString() },
  };
  await db.worker`select * from app.receive_messages(${of.id}, ${of.channelId}, 1, ${JSON.stringify([item])}::text::jsonb)`;
}
const wake = () => wakeConversations({ ...publicCtx(db), db: db.jobs as unknown as Database } as never);
const timesOver = (id: string) =>
  db.admin`update app.conversation set snoozed_until = now() - interval '1 second' where workspace_id = ${id} and status = 'snoozed'`;

describe('the state of a conversation', () => {
  test('closed it leaves what is open, has nothing unread, and comes back when its customer writes; so does one put off', async () => {
    const of = await found();
    const [one, two, three] = of.ids as [string, string, string];
    await changeConversations(of.boss.ctx, { conversationIds: [one], change: { status: 'closed' } });
    await changeConversations(of.boss.ctx, { conversationIds: [two], change: { snoozedUntil: inHours(3) } });
    expect(await idsIn(of.boss, 'all')).toEqual([three]);
    expect(await idsIn(of.boss, 'waiting')).toEqual([three]);
    expect(await idsIn(of.boss, 'closed')).toEqual([one]);
    expect(await idsIn(of.boss, 'snoozed')).toEqual([two]);
    expect(await rowOf(of.boss, one)).toMatchObject({ status: 'closed', unreadCount: 0, version: 1 });
    expect(await countConversations(of.boss.ctx, {})).toMatchObject({
      all: 1,
      unassigned: 1,
      unread: 1,
      waiting: 1,
      snoozed: 1,
    });
    await write(of, one);
    await write(of, two);
    expect(await idsIn(of.boss, 'all')).toEqual(of.ids);
    expect(await rowOf(of.boss, two)).toMatchObject({ status: 'open', snoozedUntil: null });
  });

  test('each change is in the audit with what was there, and told live once; one that changes nothing is neither', async () => {
    const of = await found(1);
    const [one] = of.ids as [string];
    const told = async () =>
      (await db.admin`select 1 from app.change where workspace_id = ${of.id} and topic = 'conversation'`).length;
    const change = { priority: 'urgent', topic: 'complaint' } as const;
    await changeConversations(of.boss.ctx, { conversationIds: [one], change });
    expect(await changeConversations(of.boss.ctx, { conversationIds: [one], change })).toEqual({ changed: [] });
    expect(await told()).toBe(1);
    const noted =
      await db.admin`select action, before, after from app.audit_entry where workspace_id = ${of.id} and subject = ${one}`;
    expect(noted).toMatchObject([
      {
        action: 'conversations/conversation.changed',
        before: { priority: 'none', topic: null },
        after: { priority: 'urgent', topic: 'complaint' },
      },
    ]);
    // and stands in the thread, with the names of labels
    const [tag] =
      await db.admin`insert into app.tag (workspace_id, name, colour) values (${of.id}, 'Pedido', 'slate') returning id`;
    const tagId = tag?.id as string;
    await changeConversations(of.boss.ctx, {
      conversationIds: [one],
      change: { status: 'closed', addTagIds: [tagId] },
    });
    const { marks } = await listAsides(of.boss.ctx, { conversationId: one });
    expect(marks.at(-1)).toMatchObject({
      before: { status: 'open', tagIds: [] },
      after: { status: 'closed', tagIds: [tagId] },
      tags: { [tagId]: 'Pedido' },
    });
  });

  test('a time that has passed, labels that are not there and conversations of others are refused by name', async () => {
    const of = await found(1);
    const other = await found(1);
    const ask = (conversationId: string, change: object) =>
      refusalOf(changeConversations(of.boss.ctx, { conversationIds: [conversationId], change }));
    const [one] = of.ids as [string];
    expect(await ask(one, { snoozedUntil: inHours(-1) })).toBe('conversations.snoozePast');
    expect(await ask(one, { addTagIds: [randomUUID()] })).toBe('conversations.tagNotFound');
    expect(await ask(one, { assigneeId: randomUUID() })).toBe('conversations.assigneeNotFound');
    expect(await ask(other.ids[0] as string, { status: 'closed' })).toBe('conversations.notFound');
    expect(await rowOf(of.boss, one)).toMatchObject({ version: 0 });
  });
});

describe('many at once', () => {
  test('whoever sees only their own touches only those, and is told of no other', async () => {
    const of = await found(4);
    const agent = await sit(db, of.id, 'agent');
    await db.admin`update app.workspace set visibility = 'own' where id = ${of.id}`;
    const [mine, ...rest] = of.ids as [string, ...string[]];
    await changeConversations(of.boss.ctx, { conversationIds: [mine], change: { assigneeId: agent.person.id } });
    const { changed } = await changeConversations(agent.ctx, { conversationIds: of.ids, change: { status: 'closed' } });
    expect(changed.map(({ conversationId }) => conversationId)).toEqual([mine]);
    expect(await idsIn(of.boss, 'all')).toEqual(rest);
    // their own they may put down; giving it to somebody else is for whoever shares out the work
    expect(
      await refusalOf(
        changeConversations(agent.ctx, { conversationIds: of.ids, change: { assigneeId: of.boss.person.id } }),
      ),
    ).toBe('kernel.forbidden');
  });

  test('an undo restores exactly what was there, and leaves alone what changed since', async () => {
    const of = await found(4);
    const [tag] =
      await db.admin`insert into app.tag (workspace_id, name, colour) values (${of.id}, 'VIP', 'blue') returning id`;
    await changeConversations(of.boss.ctx, {
      conversationIds: [of.ids[0] as string],
      change: { snoozedUntil: inHours(5) },
    });
    const before = await Promise.all(of.ids.map((id) => rowOf(of.boss, id)));
    const { changed } = await changeConversations(of.boss.ctx, {
      conversationIds: of.ids,
      change: { status: 'closed', addTagIds: [tag?.id], assigneeId: of.boss.person.id },
    });
    expect(changed).toHaveLength(4);
    await write(of, of.ids[3] as string);
    expect(await restoreConversations(of.boss.ctx, { items: changed })).toEqual({ restored: 3 });
    const after = await Promise.all(of.ids.map((id) => rowOf(of.boss, id)));
    const bare = ({ version: _version, ...row }: ConversationRow) => row;
    expect(after.slice(0, 3).map(bare)).toEqual(before.slice(0, 3).map(bare));
    expect(after[3]).toMatchObject({
      status: 'open',
      unreadCount: 1,
      tagIds: [tag?.id],
      assigneeId: of.boss.person.id,
    });
    // once is enough
    expect(await refusalOf(restoreConversations(of.boss.ctx, { items: changed }))).toBe('conversations.changedSince');
  });

  test('filters hold together and are paged by key, like the views', async () => {
    const of = await found(9);
    const [tag] =
      await db.admin`insert into app.tag (workspace_id, name, colour) values (${of.id}, 'VIP', 'blue') returning id`;
    const wanted = of.ids.slice(0, 5);
    await changeConversations(of.boss.ctx, {
      conversationIds: wanted,
      change: { addTagIds: [tag?.id], priority: 'high', topic: 'sale', assigneeId: of.boss.person.id },
    });
    await changeConversations(of.boss.ctx, { conversationIds: of.ids.slice(4), change: { priority: 'high' } });
    const filter = {
      tagId: tag?.id,
      priority: 'high',
      topic: 'sale',
      assignee: 'me',
      channelId: of.channelId,
    } as const;
    for (const view of ['all', 'mine', 'waiting', 'every'] as const) {
      const seen: string[] = [];
      for (let before: ConversationRow | undefined; ; ) {
        const page = await listConversations(of.boss.ctx, { view, filter, limit: 2, ...(before ? { before } : {}) });
        seen.push(...page.map(({ id }) => id));
        before = page.at(-1);
        if (page.length < 2) break;
      }
      expect(seen.sort()).toEqual(wanted);
    }
    expect(await listConversations(of.boss.ctx, { view: 'all', filter: { ...filter, assignee: 'nobody' } })).toEqual(
      [],
    );
  });
});

describe('at the same time', () => {
  const ROUNDS = 60;

  test('whatever meets a customer who writes, nothing is lost, nothing doubled, and nobody who wrote stays closed or put off', async () => {
    const of = await found(3);
    const [closing, snoozing, due] = of.ids as [string, string, string];
    for (let round = 0; round < ROUNDS; round += 1) {
      await db.admin`update app.conversation set status = 'snoozed', snoozed_until = now() - interval '1 second' where workspace_id = ${of.id} and id = ${due}`;
      await Promise.all([
        changeConversations(of.boss.ctx, { conversationIds: of.ids.slice(0, 1), change: { status: 'closed' } }),
        write(of, closing),
        changeConversations(of.boss.ctx, { conversationIds: [snoozing], change: { snoozedUntil: inHours(1) } }),
        write(of, snoozing),
        wake(),
        write(of, due),
      ]);
      for (const id of of.ids) {
        const row = await rowOf(of.boss, id);
        expect(row.lastSeq).toBe(2 + round + 1);
        // the message came after the change, or the change after the message: never one that came last and left it shut
        if (id === due) expect(row.status).toBe('open');
        if (id === closing) expect(row.status === 'closed' ? row.unreadCount : 1).toBe(row.status === 'closed' ? 0 : 1);
      }
    }
    const numbers =
      await db.admin`select count(*)::integer n, count(distinct (conversation_id, seq))::integer places from app.message where workspace_id = ${of.id}`;
    expect(numbers[0]).toEqual({ n: ROUNDS * 3, places: ROUNDS * 3 });
  }, 60_000);

  test('two who change the same many in other orders both end, and the versions count every change', async () => {
    const of = await found(6);
    for (let round = 0; round < 20; round += 1)
      await Promise.all([
        changeConversations(of.boss.ctx, { conversationIds: of.ids, change: { priority: round % 2 ? 'low' : 'high' } }),
        changeConversations(of.boss.ctx, {
          conversationIds: [...of.ids].reverse(),
          change: { topic: round % 2 ? 'sale' : 'other' },
        }),
        write(of, of.ids[0] as string),
      ]);
    const versions = (await Promise.all(of.ids.map((id) => rowOf(of.boss, id)))).map(({ version }) => version);
    expect(versions).toEqual([60, 40, 40, 40, 40, 40]);
  }, 60_000);

  test('the job wakes what is due once, however often and by however many it is run', async () => {
    const of = await found(6);
    const [later, ...due] = of.ids as [string, ...string[]];
    await changeConversations(of.boss.ctx, { conversationIds: due, change: { snoozedUntil: inHours(1) } });
    expect(await wake()).toBe(0);
    await timesOver(of.id);
    // one whose time has not come sleeps on beside those that wake
    await changeConversations(of.boss.ctx, { conversationIds: [later], change: { snoozedUntil: inHours(5) } });
    const woken = await Promise.all([wake(), wake(), wake()]);
    expect(woken.reduce((sum, each) => sum + each, 0)).toBe(5);
    expect(await wake()).toBe(0);
    expect([await idsIn(of.boss, 'all'), await idsIn(of.boss, 'snoozed')]).toEqual([due, [later]]);
    const told =
      await db.admin`select 1 from app.audit_entry where workspace_id = ${of.id} and action = 'conversations/conversation.woken'`;
    expect(told).toHaveLength(5);
  });
});

describe('views with a name', () => {
  test('one’s own are seen by oneself, everybody’s by everybody and kept by whoever shares out the work', async () => {
    const of = await found(1);
    const agent = await sit(db, of.id, 'agent');
    const view = { view: 'waiting', filter: { priority: 'urgent' } } as const;
    await saveView(agent.ctx, { name: 'Lo mío', isShared: false, ...view });
    expect(await refusalOf(saveView(agent.ctx, { name: 'De todos', isShared: true, ...view }))).toBe(
      'kernel.forbidden',
    );
    const { viewId } = await saveView(of.boss.ctx, { name: 'De todos', isShared: true, ...view });
    expect((await listViews(agent.ctx, {})).map(({ name }) => name)).toEqual(['De todos', 'Lo mío']);
    expect(await listViews(of.boss.ctx, {})).toEqual([{ id: viewId, name: 'De todos', isShared: true, ...view }]);
    expect(await refusalOf(deleteView(agent.ctx, { viewId }))).toBe('kernel.forbidden');
    const own = (await listViews(agent.ctx, {})).find(({ isShared }) => !isShared)?.id as string;
    expect(await refusalOf(deleteView(of.boss.ctx, { viewId: own }))).toBe('conversations.viewNotFound');
    await deleteView(of.boss.ctx, { viewId });
    expect((await listViews(agent.ctx, {})).map(({ name }) => name)).toEqual(['Lo mío']);
  });
});
