import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from './testing/worker-house.ts';

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: WorkerHouse;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'pairing' });
  await house.start();
});
afterAll(() => house.close());

test('a number pairs by QR, and the QR is gone once it is open', async () => {
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  const who = randomUUID();
  await house.database.admin`update app.channel set pairing_by = ${who} where id = ${channelId}`;
  await house.pair(channelId, '34600000101');
  expect(await house.channel(channelId)).toMatchObject({ state: 'open', number: '34600000101', state_detail: {} });
  // from then on it is the telephone of whoever asked for it
  expect(await house.channel(channelId)).toMatchObject({ connected_by: who, pairing_by: null });
});

test('a number pairs by code', async () => {
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id, { pairingNumber: '34600000102' });
  await house.untilState(channelId, 'code');
  const { code } = (await house.channel(channelId)).state_detail;
  expect(code).toMatch(/^[A-Z0-9]{8}$/);
  await house.simulator.pairCode({ code: code as string, number: '34600000102' });
  await house.untilState(channelId, 'open');
  expect((await house.channel(channelId)).state_detail).toEqual({});
});

test('messages come in, answers go out and their ticks turn', async () => {
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  await house.pair(channelId, '34600000103');
  await house.simulator.send({ from: '34611000001', account: '34600000103', text: 'Hola, ¿tenéis hueco?' });
  await until(async () => (await house.messages(channelId)).length === 1);
  const [message] = await house.messages(channelId);
  expect(message).toMatchObject({ direction: 'in', body: 'Hola, ¿tenéis hueco?', status: 9, recovered: false, seq: 1 });
  const providerId = await house.queue(id, message?.conversation_id as string, 'Sí, a las cinco');
  await until(
    async () => ((await house.messages(channelId))[1]?.status ?? 0) >= 4,
    'delivered',
    () => house.messages(channelId),
  );
  house.simulator.read({ account: '34600000103', customer: '34611000001' });
  await until(
    async () => (await house.messages(channelId))[1]?.status === 5,
    'read',
    () => house.messages(channelId),
  );
  const shown = house.simulator.messages({ account: '34600000103', customer: '34611000001' });
  expect(shown.map((each) => [each.direction, each.id === providerId])).toEqual([
    ['in', false],
    ['out', true],
  ]);
});
