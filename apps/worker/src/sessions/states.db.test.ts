import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: WorkerHouse;
let next = 201;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'states' });
  await house.start();
});
afterAll(() => house.close());

async function openNumber() {
  const number = `34600000${next++}`;
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  await house.pair(channelId, number);
  return { number, workspaceId, channelId };
}
const statesOf = async (channelId: string) => {
  const { state, state_reason, wanted } = await house.channel(channelId);
  return { state, reason: state_reason, wanted };
};
const untilReason = (channelId: string, reason: string) =>
  until(
    async () => (await house.channel(channelId)).state_reason === reason,
    `reason ${reason}`,
    () => house.channel(channelId),
  );

test.each(['dropTcp', 'unavailable', 'restartRequired'] as const)(
  'after %s the number comes back by itself and misses nothing',
  async (fault) => {
    const { number, channelId } = await openNumber();
    house.simulator.fault({ account: number, fault });
    await house.simulator.send({ from: '34611000002', account: number, text: 'mientras tanto' });
    await until(async () => (await house.messages(channelId)).length === 1);
    await house.untilState(channelId, 'open');
  },
);

test('a number opened elsewhere stays closed until a person asks, and then opens without a new QR', async () => {
  const { number, channelId } = await openNumber();
  house.simulator.fault({ account: number, fault: 'conflict' });
  await house.untilState(channelId, 'conflict');
  expect(await statesOf(channelId)).toEqual({ state: 'conflict', reason: 'replaced', wanted: 'closed' });
  await house.want(channelId, 'open');
  await house.untilState(channelId, 'open');
});

test('a device removed on the phone forgets its keys and shows a QR when asked again', async () => {
  const { number, channelId } = await openNumber();
  house.simulator.fault({ account: number, fault: 'logout' });
  await house.untilState(channelId, 'logged_out');
  const [keys] = await house.database.admin`select count(*)::int n from wa.signal_key where channel_id = ${channelId}`;
  expect(keys?.n).toBe(0);
  await house.want(channelId, 'open');
  await house.pair(channelId, number);
});

test('a ban stops the number, without a try of its own', async () => {
  const { number, channelId } = await openNumber();
  house.simulator.fault({ account: number, fault: 'ban', value: true });
  await house.untilState(channelId, 'banned');
  expect((await statesOf(channelId)).wanted).toBe('closed');
  const [kept] = await house.database.admin`select count(*)::int n from wa.credential where channel_id = ${channelId}`;
  expect(kept?.n).toBe(1);
});

test('a temporary ban says until when, and ends by itself', async () => {
  const { number, channelId } = await openNumber();
  house.simulator.fault({ account: number, fault: 'temporaryBan', value: 1 });
  await house.untilState(channelId, 'temporarily_banned');
  expect((await house.channel(channelId)).state_detail).toHaveProperty('until');
  await house.untilState(channelId, 'open');
});

test('closing keeps the link: opening again needs no QR', async () => {
  const { channelId } = await openNumber();
  await house.want(channelId, 'closed');
  await house.untilState(channelId, 'closed');
  const [lease] = await house.database.admin`select holder from wa.lease where channel_id = ${channelId}`;
  await until(async () => {
    const [row] = await house.database.admin`select holder from wa.lease where channel_id = ${channelId}`;
    return row?.holder === null;
  });
  expect(lease).toBeDefined();
  await house.want(channelId, 'open');
  await house.untilState(channelId, 'open');
});

test('logging out unlinks the device on the phone and frees the number', async () => {
  const { number, channelId } = await openNumber();
  await house.want(channelId, 'logged_out');
  await house.untilState(channelId, 'new');
  expect(house.simulator.accounts().find((each) => each.number === number)?.devices).toEqual([]);
  const [claimed] = await house.database.admin`select count(*)::int n from wa.number where number = ${number}`;
  expect(claimed?.n).toBe(0);
  expect((await statesOf(channelId)).wanted).toBe('closed');
});

test('what was received before a logout is stored, however far behind the conversations are', async () => {
  const { number, channelId } = await openNumber();
  const write = (text: string) => house.simulator.send({ from: '34611000002', account: number, text });
  await write('antes');
  await house.untilMessages(channelId, 1);
  const held = await house.database.admin.reserve();
  await held`begin`;
  await held`select 1 from app.conversation where channel_id = ${channelId} for update`;
  for (let n = 0; n < 30; n++) await write(`uno de treinta, ${n}`);
  const phone = () => house.simulator.accounts().find((each) => each.number === number);
  await until(() => phone()?.queued === 0);
  await house.want(channelId, 'logged_out');
  await until(() => phone()?.devices.length === 0);
  await held`commit`;
  held.release();
  await house.untilState(channelId, 'new');
  expect(await house.messages(channelId)).toHaveLength(31);
});

test('a number of one company is refused to another, which leaves no device on the phone', async () => {
  const { number, channelId } = await openNumber();
  const { id } = await house.addWorkspace();
  const second = await house.addChannel(id);
  await house.untilState(second, 'qr');
  await house.simulator.scan({ qr: (await house.channel(second)).state_detail.qr as string, number });
  await untilReason(second, 'number_taken');
  expect((await statesOf(second)).state).toBe('failed');
  await until(() => house.simulator.accounts().find((each) => each.number === number)?.devices.length === 1);
  await house.untilState(channelId, 'open');
  const [keys] = await house.database.admin`select count(*)::int n from wa.signal_key where channel_id = ${second}`;
  expect(keys?.n).toBe(0);
});

test('a phone that scans and never completes the pairing is told apart', async () => {
  const number = `34600000${next++}`;
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id, { pairingNumber: number });
  house.simulator.addAccount({ number });
  house.simulator.fault({ account: number, fault: 'neverPairs', value: true });
  await house.untilState(channelId, 'code');
  await house.simulator.pairCode({ code: (await house.channel(channelId)).state_detail.code as string, number });
  await untilReason(channelId, 'scanned_not_paired');
  expect((await statesOf(channelId)).state).toBe('failed');
});

test('a wish for a code while a QR is shown brings the code', async () => {
  const number = `34600000${next++}`;
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  await house.untilState(channelId, 'qr');
  await house.database.admin`update app.channel set pairing_number = ${number} where id = ${channelId}`;
  await house.want(channelId, 'open');
  await house.untilState(channelId, 'code');
  expect((await house.channel(channelId)).state_detail).not.toHaveProperty('qr');
});

test('a demo company never gets a real number opened, and another driver is left alone', async () => {
  const { id } = await house.addWorkspace();
  await house.database.admin`update app.workspace set is_demo = true where id = ${id}`;
  const channelId = await house.addChannel(id, { driver: 'whatsapp' });
  const claimed = await house.database
    .worker`select * from guard.claim_channels(gen_random_uuid(), 'whatsapp', interval '1 minute', 100)`;
  expect(claimed.map((row) => row.channel_id)).not.toContain(channelId);
  expect((await house.channel(channelId)).state).toBe('new');
});

test('an open number proves that it lives', async () => {
  const { channelId } = await openNumber();
  await house.database
    .admin`update app.channel set last_seen_at = now() - interval '10 minutes' where id = ${channelId}`;
  await until(async () => {
    const [row] = await house.database
      .admin`select last_seen_at > now() - interval '1 minute' fresh from app.channel where id = ${channelId}`;
    return row?.fresh === true;
  });
});
