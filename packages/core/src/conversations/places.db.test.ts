import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import { listPictures, seekDay } from './index.ts';

let db: TestDatabase;
let house: TestWorkspace;
let ana: Seat;
let thread: Awaited<ReturnType<typeof makeConversation>>;
const MANY = 5_000;
beforeAll(async () => {
  db = await createDatabase();
  house = await makeWorkspace(db.admin);
  ana = await sit(db, house.id, 'agent');
  thread = await makeConversation(db.admin, house.id);
  // three hours between two messages, two of them at one moment now and then, and a hole of twenty
  await db.admin`
    insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, provider_id, author_kind, status, occurred_at)
      select ${house.id}, ${thread.conversationId}, ${thread.channelId}, n, 'in', 'text', gen_random_uuid()::text, 'contact', 9,
          timestamptz '2025-01-01Z' + (n / 2 * 6) * interval '1 hour'
        from generate_series(1, ${MANY}) n where n not between 3000 and 3019`;
  await db.admin`update app.conversation set last_seq = ${MANY} where workspace_id = ${house.id} and id = ${thread.conversationId}`;
});
afterAll(async () => {
  await db.drop();
});

test('a day is found by its first message, or the first one after it, wherever it lies in the thread', async () => {
  const { conversationId } = thread;
  for (const hours of [-1, 0, 6, 7, 8_999, 9_000, 9_001, 9_100, 14_994, 14_999, 15_000, 15_001]) {
    const at = new Date(Date.parse('2025-01-01T00:00:00Z') + hours * 3_600_000).toISOString();
    const [row] = await db.admin`
      select min(seq)::integer seq from app.message where workspace_id = ${house.id} and conversation_id = ${conversationId} and occurred_at >= ${at}`;
    expect([hours, await seekDay(ana.ctx, { conversationId, at })]).toEqual([hours, { seq: row?.seq }]);
  }
  const empty = await makeConversation(db.admin, house.id);
  const at = new Date().toISOString();
  expect(await seekDay(ana.ctx, { conversationId: empty.conversationId, at })).toEqual({ seq: null });
  expect(await refusalOf(seekDay(ana.ctx, { conversationId: randomUUID(), at }))).toBe('conversations.notFound');
});

test('pictures come from the newest on, thirty at a time, also where thousands of messages lie between them, and each once', async () => {
  const { conversationId } = thread;
  const media = async (seq: number) => {
    const [file] = await db.admin`
      insert into app.media (workspace_id, kind, mime, state) values (${house.id}, 'image', 'image/jpeg', 'ready') returning id`;
    await db.admin`update app.message set kind = 'image', media_id = ${file?.id} where workspace_id = ${house.id} and conversation_id = ${conversationId} and seq = ${seq}`;
  };
  const places = [4, ...Array.from({ length: 40 }, (_, at) => 4_500 + at * 3)];
  for (const seq of places) await media(seq);
  const found: number[][] = [];
  let beforeSeq: number | null = MANY + 1;
  while (beforeSeq !== null) {
    const page: Awaited<ReturnType<typeof listPictures>> = await listPictures(ana.ctx, { conversationId, beforeSeq });
    found.push(page.rows.map(({ seq, media: file }) => (file?.kind === 'image' ? seq : -1)));
    beforeSeq = page.nextSeq;
  }
  expect(found[0]).toHaveLength(30);
  expect(found.flat()).toEqual(places.toReversed());
});

test('neither tells whoever does not see the conversation anything', async () => {
  const { conversationId } = thread;
  await onPlan(db.admin, house.accountId, 'team');
  await db.admin`update app.workspace set visibility = 'own' where id = ${house.id}`;
  const at = new Date(0).toISOString();
  expect([
    await refusalOf(seekDay(ana.ctx, { conversationId, at })),
    await refusalOf(listPictures(ana.ctx, { conversationId, beforeSeq: MANY })),
  ]).toEqual(['conversations.notFound', 'conversations.notFound']);
});
