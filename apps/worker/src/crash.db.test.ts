import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from './testing/worker-house.ts';

const LUCIA = '34611000001';
// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: WorkerHouse;
let number = '';
let next = 501;
let channelId = '';
let workspaceId = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'crash' });
});
afterEach(async () => {
  for (const child of children.splice(0)) await end(child);
});
afterAll(() => house.close());

function run(moment: string): ChildProcess {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing/dying-worker.ts'), moment], {
    stdio: process.env.RECADO_TEST_LOG ? 'inherit' : 'ignore',
    env: {
      PATH: process.env.PATH,
      RECADO_MODE: 'embedded',
      DATABASE_URL: house.database.workerUrl,
      RECADO_KEYS: house.keyring,
      RECADO_MEDIA_DIR: house.mediaDir,
      RECADO_WORKER_DRIVER: 'simulator',
      RECADO_SIMULATOR_WS: house.simulator.wsUrl,
      RECADO_SIMULATOR_ROOT: house.simulator.rootPublicKey,
      RECADO_LOG_LEVEL: process.env.RECADO_TEST_LOG ?? 'silent',
    },
  });
  children.push(child);
  return child;
}
const dead = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));
async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await dead(child);
}

/** A paired number whose worker has gone away. */
async function pairedNumber(): Promise<void> {
  number = `34600000${next++}`;
  workspaceId = (await house.addWorkspace()).id;
  channelId = await house.addChannel(workspaceId);
  const worker = run('never');
  await house.pair(channelId, number);
  await house.simulator.send({ from: LUCIA, account: number, text: 'antes' });
  await until(async () => (await house.messages(channelId)).length === 1);
  await until(() => house.simulator.accounts().find((each) => each.number === number)?.queued === 0);
  await end(worker);
}
const bodies = async () => (await house.messages(channelId)).map((row) => row.body);

test.each(['received', 'staged', 'stored'])(
  'killed the moment a message is %s: it is there once after the restart',
  async (moment) => {
    await pairedNumber();
    const dying = run(moment);
    await house.untilState(channelId, 'open').catch(() => {});
    const { id } = await house.simulator.send({ from: LUCIA, account: number, text: 'precioso' });
    await dead(dying);
    run('never');
    await until(async () => (await bodies()).includes('precioso'), 'stored', bodies, 15_000);
    await house.simulator.send({ from: LUCIA, account: number, text: 'después' });
    await until(async () => (await bodies()).includes('después'), 'stored', bodies, 15_000);
    expect(await bodies()).toEqual(['antes', 'precioso', 'después']);
    expect((await house.messages(channelId)).filter((row) => row.provider_id === id)).toHaveLength(1);
  },
  40_000,
);

test.each(['claimed', 'acked'])(
  'killed the moment an answer is %s: the customer sees it once',
  async (moment) => {
    await pairedNumber();
    const [first] = await house.messages(channelId);
    const id = await house.queue(workspaceId, first?.conversation_id as string, 'respuesta');
    await dead(run(moment));
    run('never');
    const row = async () => (await house.messages(channelId)).find((each) => each.provider_id === id);
    await until(async () => ((await row())?.status ?? 0) >= 3, 'sent', row, 20_000);
    const shown = house.simulator.messages({ account: number, customer: LUCIA, phone: 'customer' });
    expect(shown.filter((each) => each.direction === 'out').map((each) => each.id)).toEqual([id]);
  },
  40_000,
);

test('killed the moment an answer is acked: what the customer writes next is read at once, without asking again', async () => {
  await pairedNumber();
  const [first] = await house.messages(channelId);
  const retries: unknown[] = [];
  house.simulator.events.on('retry', (retry) => retries.push(retry));
  await house.queue(workspaceId, first?.conversation_id as string, 'respuesta');
  await dead(run('acked'));
  // under the session that the answer gave to the customer
  for (const text of ['vale', 'gracias', 'hasta luego'])
    await house.simulator.send({ from: LUCIA, account: number, text, addressing: text === 'vale' ? 'lid' : 'pn' });
  run('never');
  await until(async () => (await bodies()).includes('hasta luego'), 'stored', bodies, 20_000);
  expect((await bodies()).filter((body) => body !== 'respuesta')).toEqual(['antes', 'vale', 'gracias', 'hasta luego']);
  expect(retries).toEqual([]);
}, 40_000);

test('a holder that was paused past its lease writes nothing when it wakes, and stays away from the number', async () => {
  await pairedNumber();
  const paused = run('never');
  await until(async () => (await lease())?.holder !== null && (await house.channel(channelId)).state === 'open');
  const former = await lease();
  paused.kill('SIGSTOP');
  run('never');
  await until(async () => Number((await lease())?.fence) > Number(former?.fence), 'taken over', lease, 15_000);
  await house.untilState(channelId, 'open');
  const present = await lease();
  paused.kill('SIGCONT');
  await expect(
    house.database
      .worker`select wa.commit_keys(${workspaceId}, ${channelId}, ${former?.fence}, array['session'], array['x'],
      array['\\x00']::bytea[], null, '{}', '{}', '{}', '{}', '{}')`,
  ).rejects.toMatchObject({ code: 'RG010' });
  for (const text of ['uno', 'dos', 'tres']) await house.simulator.send({ from: LUCIA, account: number, text });
  await until(async () => (await bodies()).length === 4, 'all', bodies);
  expect(await bodies()).toEqual(['antes', 'uno', 'dos', 'tres']);
  await pause(500);
  expect((await lease())?.holder).toBe(present?.holder);
});

const lease = async () =>
  (await house.database.admin`select holder, fence from wa.lease where channel_id = ${channelId}`)[0];
