import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const LUCIA = '34611000001';
let house: WorkerHouse;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'history' });
  await house.start();
});
afterAll(() => house.close());

test('history that comes into a thread stands before what is there, and leaves its last message and its unread count alone', async () => {
  const number = '34600000601';
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  await house.pair(channelId, number);
  await house.simulator.send({ from: LUCIA, account: number, text: 'hoy' });
  await house.untilMessages(channelId, 1);
  await house.want(channelId, 'logged_out');
  await house.untilState(channelId, 'new');
  const at = Date.now() - 86_400_000;
  const messages = [
    { fromMe: false, text: 'ayer uno', at },
    { fromMe: true, text: 'ayer dos', at: at + 60_000 },
  ];
  house.simulator.importHistory({ account: number, chats: [{ customer: LUCIA, messages }] });
  await house.want(channelId, 'open');
  await house.pair(channelId, number);
  await house.untilMessages(channelId, 3);
  expect((await house.messages(channelId)).map((row) => [row.seq, row.body])).toEqual([
    [1, 'ayer uno'],
    [2, 'ayer dos'],
    [3, 'hoy'],
  ]);
  const [thread] = await house.database
    .admin`select unread_count, last_preview, last_seq::int, read_seq::int from app.conversation where channel_id = ${channelId}`;
  expect(thread).toEqual({ unread_count: 1, last_preview: 'hoy', last_seq: 3, read_seq: 2 });
});

test('an answer to a group is sent to the group', async () => {
  const number = '34600000602';
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  await house.pair(channelId, number);
  const group = house.simulator.addGroup({ account: number, subject: 'Equipo', members: [LUCIA, '34611000002'] });
  await house.simulator.send({ from: LUCIA, account: number, to: group.id, text: '¿quién abre?' });
  await house.untilMessages(channelId, 1);
  const [asked] = await house.messages(channelId);
  const providerId = await house.queue(id, asked?.conversation_id as string, 'yo');
  const answer = async () => (await house.messages(channelId)).find((row) => row.provider_id === providerId);
  await until(async () => ((await answer())?.status ?? 0) >= 3, 'sent', answer);
  const shown = house.simulator.messages({ account: number, customer: group.id });
  expect(shown.map((each) => each.id)).toContain(providerId);
});
