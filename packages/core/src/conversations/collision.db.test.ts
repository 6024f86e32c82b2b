import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { type Seat, sit } from '../../../testing/src/desk.ts';
import { getConversation, listAsides, listMessages, sendMessage } from './index.ts';

let db: TestDatabase;
let workspaceId: string;
let ana: Seat;
let bea: Seat;
beforeAll(async () => {
  db = await createDatabase();
  const workspace = await makeWorkspace(db.admin);
  workspaceId = workspace.id;
  [ana, bea] = [await sit(db, workspaceId, 'agent'), await sit(db, workspaceId, 'agent')];
});
afterAll(() => db.drop());

async function openThread() {
  const thread = await makeConversation(db.admin, workspaceId);
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
    values (${workspaceId}, ${thread.conversationId}, ${thread.channelId}, 1, 'in', 'hola', ${randomUUID()}, 'contact', 9, now())`;
  await db.admin`update app.conversation set last_seq = 1 where workspace_id = ${workspaceId} and id = ${thread.conversationId}`;
  return {
    ...thread,
    say: ({ ctx }: Seat, seenSeq: number | undefined, more: Partial<Parameters<typeof sendMessage>[1]> = {}) =>
      sendMessage(ctx, {
        conversationId: thread.conversationId,
        clientMessageId: randomUUID(),
        text: 'buenas',
        seenSeq,
        ...more,
      }),
  };
}

test('of two who answer the same at once one is sent and the other is told who was first; what was held is not stored', async () => {
  const { conversationId, say } = await openThread();
  const answers = await Promise.allSettled([say(ana, 1), say(bea, 1)]);
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = answers.find((each) => each.status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({
    code: 'conversations.answeredMeanwhile',
    params: { seq: 2, by: 'person', name: 'Member', seconds: expect.any(Number) },
  });
  expect(await listMessages(ana.ctx, { conversationId })).toHaveLength(2);
  const loser = answers[0]?.status === 'rejected' ? ana : bea;
  // having seen it, it goes
  expect(await say(loser, refused.reason.params.seq)).toMatchObject({ seq: 3 });
});

test('nobody is held by their own answers, by what the customer writes, by what failed, or when nothing is said of what was seen', async () => {
  const { conversationId, say } = await openThread();
  const clientMessageId = randomUUID();
  const first = await say(ana, 1, { clientMessageId });
  expect(await say(ana, 1)).toMatchObject({ seq: 3 });
  await db.admin`update app.message set status = 2 where workspace_id = ${workspaceId} and conversation_id = ${conversationId} and direction = 'out'`;
  expect(await say(bea, 1)).toMatchObject({ seq: 4 });
  expect(await say(ana, undefined)).toMatchObject({ seq: 5 });
  // the same one again is the one that is there, whoever answered since
  expect(await say(ana, 1, { clientMessageId })).toMatchObject({ id: first.id });
});

test('what is typed on the phone counts as an answer', async () => {
  const { conversationId, channelId, say } = await openThread();
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
    values (${workspaceId}, ${conversationId}, ${channelId}, 2, 'out', 'ya voy', ${randomUUID()}, 'phone', 3, now())`;
  await db.admin`update app.conversation set last_seq = 2 where workspace_id = ${workspaceId} and id = ${conversationId}`;
  await expect(say(ana, 1)).rejects.toMatchObject({ code: 'conversations.answeredMeanwhile', params: { by: 'phone' } });
});

test('a quote is of the same conversation, and is told with the message', async () => {
  const { conversationId, say } = await openThread();
  const [theirs] = await listMessages(ana.ctx, { conversationId });
  expect(await say(ana, undefined, { quotedMessageId: theirs?.id as string })).toMatchObject({
    quotedProviderId: theirs?.providerId,
    quoted: { id: theirs?.id, seq: 1, direction: 'in', body: 'hola' },
  });
  const other = await openThread();
  await expect(other.say(ana, undefined, { quotedMessageId: theirs?.id as string })).rejects.toMatchObject({
    code: 'conversations.messageNotFound',
  });
});

test('sent and resolved is one act, done once: what is held resolves nothing, and the same one again closes nothing anew', async () => {
  const { conversationId, say } = await openThread();
  const clientMessageId = randomUUID();
  const statusOf = async () => (await getConversation(ana.ctx, { conversationId }))?.status;
  await say(bea, 1);
  await expect(say(ana, 1, { resolves: true })).rejects.toMatchObject({ code: 'conversations.answeredMeanwhile' });
  expect(await statusOf()).toBe('open');
  await say(ana, 2, { resolves: true, clientMessageId });
  expect(await statusOf()).toBe('closed');
  const asides = await listAsides(ana.ctx, { conversationId });
  expect(asides.marks.map(({ action, after }) => [action, after?.status])).toEqual([
    ['conversations/conversation.changed', 'closed'],
  ]);
  // the customer writes, and a lost answer of the server makes the browser try again
  await db.admin`update app.conversation set status = 'open' where workspace_id = ${workspaceId} and id = ${conversationId}`;
  await say(ana, 2, { resolves: true, clientMessageId });
  expect(await statusOf()).toBe('open');
});
