import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

const LUCIA = '34611000001';
// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: WorkerHouse;
let next = 401;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'outbound' });
  await house.start();
});
afterAll(() => house.close());

/** A number with a thread that Lucía began. */
async function openThread() {
  const number = `34600000${next++}`;
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  await house.pair(channelId, number);
  await house.simulator.send({ from: LUCIA, account: number, text: 'hola' });
  await until(async () => (await house.messages(channelId)).length === 1);
  const [first] = await house.messages(channelId);
  const conversationId = first?.conversation_id as string;
  return {
    number,
    channelId,
    workspaceId,
    conversationId,
    firstId: first?.provider_id as string,
    say: (text: string, mediaId?: string, quotedId?: string) =>
      house.queue(workspaceId, conversationId, text, mediaId, quotedId),
  };
}
const find = async (channelId: string, providerId: string) =>
  (await house.messages(channelId)).find((row) => row.provider_id === providerId);
const untilStatus = (channelId: string, providerId: string, status: number) =>
  until(
    async () => ((await find(channelId, providerId))?.status ?? 0) >= status,
    `status ${status}`,
    () => find(channelId, providerId),
    15_000,
  );
const shown = (number: string) =>
  house.simulator
    .messages({ account: number, customer: LUCIA, phone: 'customer' })
    .filter((each) => each.direction === 'out');

test('twenty answers reach the customer in the order in which they were written', async () => {
  const { number, channelId, say } = await openThread();
  const ids: string[] = [];
  for (let n = 1; n <= 20; n += 1) ids.push(await say(`respuesta ${n}`));
  await untilStatus(channelId, ids.at(-1) as string, 4);
  expect(shown(number).map((each) => each.id)).toEqual(ids);
});

test('an answer to a message shows on the customer’s phone what it answers to, theirs and ours, and comes back with the echo', async () => {
  const { number, channelId, firstId, say } = await openThread();
  const [theirs] = await house.messages(channelId);
  const answer = await say('sí, mañana', undefined, theirs?.id);
  await untilStatus(channelId, answer, 4);
  const [ours] = (await house.messages(channelId)).filter((row) => row.provider_id === answer);
  const second = await say('a las diez', undefined, ours?.id);
  await untilStatus(channelId, second, 4);
  const phone = shown(number).map(({ id, text, quotes }) => ({ id, text, quotes }));
  expect(phone).toEqual([
    { id: answer, text: 'sí, mañana', quotes: { id: firstId, author: expect.stringMatching(/^\d+@/), text: 'hola' } },
    {
      id: second,
      text: 'a las diez',
      quotes: { id: answer, author: expect.stringMatching(/^\d+@/), text: 'sí, mañana' },
    },
  ]);
  // whose each was: the customer's in the one, the number's own in the other
  expect(phone[0]?.quotes?.author).not.toBe(phone[1]?.quotes?.author);
  expect((await find(channelId, second))?.quoted_provider_id).toBe(answer);
});

test('a refusal of the server is a failure with its cause, and is not tried again', async () => {
  const { number, channelId, say } = await openThread();
  house.simulator.fault({ account: number, fault: 'refuseSends', value: 463 });
  const id = await say('no llegará');
  await until(async () => (await find(channelId, id))?.status === 2);
  expect(await find(channelId, id)).toMatchObject({ status: 2, error_code: '463' });
  house.simulator.fault({ account: number, fault: 'refuseSends', value: 0 });
  const after = await say('esta sí');
  await untilStatus(channelId, after, 3);
  expect((await find(channelId, id))?.status).toBe(2);
});

test('a message that was given up after all its tries is sent when a person asks again', async () => {
  const { number, channelId, workspaceId, say } = await openThread();
  house.simulator.fault({ account: number, fault: 'refuseSends', value: 463 });
  const id = await say('¿me lees?');
  await until(async () => (await find(channelId, id))?.status === 2);
  house.simulator.fault({ account: number, fault: 'refuseSends', value: 0 });
  const { admin } = house.database;
  await admin`update app.message set attempts = 26, error_code = 'unacknowledged' where provider_id = ${id}`;
  const [row] =
    await admin`select app.retry_message(${workspaceId}, id) retried from app.message where provider_id = ${id}`;
  expect(row?.retried).toMatchObject({ channelId });
  house.services.hints.queued(channelId);
  await untilStatus(channelId, id, 3);
  expect(shown(number).map((each) => each.id)).toEqual([id]);
});

test('a message whose ack was lost is sent again under its id, and shown once', async () => {
  const { number, channelId, say } = await openThread();
  house.simulator.fault({ account: number, fault: 'dropAcks', value: true });
  house.simulator.settings({ account: number, delivers: false, reads: false });
  const id = await say('¿me oyes?');
  await until(() => shown(number).length === 1);
  expect((await find(channelId, id))?.status).toBe(1);
  house.simulator.fault({ account: number, fault: 'dropAcks', value: false });
  house.simulator.fault({ account: number, fault: 'dropTcp' });
  await untilStatus(channelId, id, 3);
  expect(shown(number).map((each) => each.id)).toEqual([id]);
  expect(house.simulator.accounts().find((each) => each.number === number)?.resent).toBeGreaterThan(0);
});

test('acks that never come make the socket start anew instead of waiting for ever', async () => {
  const { number, channelId, say } = await openThread();
  house.simulator.fault({ account: number, fault: 'blackhole', value: true });
  const id = await say('al vacío');
  await until(
    async () => (await house.channel(channelId)).state !== 'open',
    'noticed',
    () => house.channel(channelId),
    25_000,
  );
  house.simulator.fault({ account: number, fault: 'blackhole', value: false });
  await untilStatus(channelId, id, 3);
});

test('what is written while the number is away goes out when it is back', async () => {
  const { number, channelId, say } = await openThread();
  await house.want(channelId, 'closed');
  await house.untilState(channelId, 'closed');
  const id = await say('luego');
  await house.want(channelId, 'open');
  await untilStatus(channelId, id, 4);
  expect(shown(number).map((each) => each.id)).toEqual([id]);
});

test('a status never goes back, whatever order receipts come in', async () => {
  const { number, channelId, say } = await openThread();
  const id = await say('leído');
  await untilStatus(channelId, id, 4);
  house.simulator.read({ account: number, customer: LUCIA });
  await untilStatus(channelId, id, 5);
  const [lease] = await house.database.admin`select * from wa.lease where channel_id = ${channelId}`;
  await house.database
    .worker`select app.advance_delivery(${lease?.workspace_id}, ${channelId}, ${lease?.fence}, ${JSON.stringify([
    { providerId: id, status: 4 },
    { providerId: id, status: 2, error: '500' },
  ])}::text::jsonb)`;
  expect(await find(channelId, id)).toMatchObject({ status: 5, error_code: null });
});

test.each([
  { kind: 'image', mime: 'image/png', name: null, head: '89504e470d0a1a0a' },
  { kind: 'voice', mime: 'audio/ogg', name: null, head: '4f676753' },
  { kind: 'document', mime: 'application/pdf', name: 'presupuesto.pdf', head: '255044462d' },
])('a file goes out as $kind and the customer opens the same bytes', async ({ kind, mime, name, head }) => {
  const { number, channelId, workspaceId, say } = await openThread();
  const bytes = Buffer.concat([Buffer.from(head, 'hex'), Buffer.alloc(90_000, 3)]);
  const sha256 = createHash('sha256').update(bytes).digest();
  await house.services.storage.put(workspaceId, sha256.toString('hex'), bytes);
  const [media] = await house.database
    .admin`insert into app.media (workspace_id, kind, mime, name, bytes, sha256, seconds, state)
    values (${workspaceId}, ${kind}, ${mime}, ${name}, ${bytes.length}, ${sha256}, 3, 'ready') returning id`;
  const id = await say(kind === 'voice' ? '' : 'adjunto', media?.id);
  await untilStatus(channelId, id, 4);
  const arrived = await house.simulator.media({ account: number, id });
  expect(Buffer.from(arrived.bytes).equals(bytes)).toBe(true);
  if (name) expect(arrived.name).toBe(name);
});

test('a file that is gone from storage fails its message and not the ones after it', async () => {
  const { channelId, workspaceId, say } = await openThread();
  const [media] = await house.database.admin`insert into app.media (workspace_id, kind, mime, bytes, sha256, state)
    values (${workspaceId}, 'image', 'image/png', 10, ${Buffer.alloc(32)}, 'ready') returning id`;
  const broken = await say('foto', media?.id);
  const after = await say('y un texto');
  await untilStatus(channelId, after, 3);
  expect(await find(channelId, broken)).toMatchObject({ status: 2, error_code: 'media_missing' });
});
