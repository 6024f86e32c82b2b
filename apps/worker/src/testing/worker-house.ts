import '@recado/runtime/silence-console';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, createHints, listenHints } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { type Simulator, startSimulator } from '@recado/simulator/simulator';
import { makeWorkspace, type TestWorkspace } from '../../../../packages/testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../../packages/testing/src/database.ts';
import { type Services, type Timing, usualTiming } from '../services.ts';
import { startWorker, type Worker } from '../start-worker.ts';

/** Waits that make a test quick and change nothing else. */
export const quickTiming: Timing = {
  ...usualTiming,
  leaseTtl: 3_000,
  renewEvery: 250,
  pollEvery: 1_000,
  backoffFirst: 60,
  backoffMost: 400,
  connectLimit: 3_000,
  pairingLimit: 1_200,
  syncLimit: 2_000,
  ackLimit: 4_000,
  aliveEvery: 500,
};

export type MessageRow = {
  id: string;
  quoted_provider_id: string | null;
  provider_id: string;
  direction: string;
  kind: string;
  body: string | null;
  status: number;
  seq: number;
  error_code: string | null;
  recovered: boolean;
  author_kind: string;
  conversation_id: string;
  media_id: string | null;
};

/** A database, a simulated network and the worker's parts between them: one per test file. */
export type WorkerHouse = {
  database: TestDatabase;
  simulator: Simulator;
  services: Services;
  keyring: string;
  mediaDir: string;
  start(timing?: Partial<Timing>, instead?: Partial<Services>): Promise<Worker>;
  addWorkspace(): Promise<TestWorkspace>;
  addChannel(workspaceId: string, options?: { pairingNumber?: string; driver?: string }): Promise<string>;
  want(channelId: string, wanted: 'open' | 'closed' | 'logged_out'): Promise<void>;
  channel(channelId: string): Promise<
    Record<string, never> & {
      state: string;
      state_reason: string;
      state_detail: { qr?: string; code?: string };
      number: string;
      wanted: string;
    }
  >;
  untilState(channelId: string, state: string): Promise<void>;
  /** Connects a channel to a business phone of the simulator by QR. */
  pair(channelId: string, number: string): Promise<void>;
  messages(channelId: string): Promise<MessageRow[]>;
  /** Waits until a channel has so many messages. */
  untilMessages(channelId: string, many: number): Promise<void>;
  /** Queues a text to a conversation as a person would; answers the provider id. */
  queue(
    workspaceId: string,
    conversationId: string,
    text: string,
    mediaId?: string,
    quotedId?: string,
  ): Promise<string>;
  close(): Promise<void>;
};

export async function openWorkerHouse(options: { seed?: string } = {}): Promise<WorkerHouse> {
  const [database, simulator, mediaDir] = await Promise.all([
    createDatabase(),
    startSimulator({ seed: options.seed ?? randomUUID() }),
    mkdtemp(path.join(tmpdir(), 'recado-worker-')),
  ]);
  const keyring = `k1:${randomBytes(32).toString('base64')}`;
  const db = connect(database.workerUrl, { name: 'worker-test', max: 8 });
  const hintDb = connect(database.workerUrl, { name: 'worker-test-hints', max: 1 });
  const log = createLogger({ name: 'worker-test', level: process.env.RECADO_TEST_LOG ?? 'silent' });
  const services: Services = {
    db,
    keyring: parseKeyring(keyring),
    hints: createHints(hintDb),
    storage: diskStorage(mediaDir),
    log,
    driver: { name: 'simulator', url: simulator.wsUrl, root: Buffer.from(simulator.rootPublicKey, 'hex') },
    mediaDir,
    timing: quickTiming,
    isPaced: false,
  };
  const workers: Worker[] = [];
  const { admin } = database;
  const house: WorkerHouse = {
    database,
    simulator,
    services,
    keyring,
    mediaDir,
    async start(timing = {}, instead = {}) {
      const worker = await startWorker(
        { ...services, ...instead, timing: { ...quickTiming, ...timing } },
        {
          maxChannels: 50,
          listen: (handler) =>
            listenHints(
              database.workerUrl,
              (hint) => {
                if (hint.kind === 'wanted') handler.onWanted();
                if (hint.kind === 'queued') handler.onQueued(hint.channelId);
              },
              { onResume: handler.onResume },
            ),
        },
      );
      workers.push(worker);
      return worker;
    },
    addWorkspace: () => makeWorkspace(admin),
    async addChannel(workspaceId, channel = {}) {
      const [row] = await admin`insert into app.channel (workspace_id, name, driver, wanted, wanted_seq, pairing_number)
        values (${workspaceId}, 'Number', ${channel.driver ?? 'simulator'}, 'open', 1, ${channel.pairingNumber ?? null}) returning id`;
      services.hints.wanted();
      return row?.id;
    },
    async want(channelId, wanted) {
      await admin`update app.channel set wanted = ${wanted}, wanted_seq = wanted_seq + 1 where id = ${channelId}`;
      services.hints.wanted();
    },
    async channel(channelId) {
      const [row] = await admin`select * from app.channel where id = ${channelId}`;
      return row as never;
    },
    async untilState(channelId, state) {
      await until(
        async () => (await house.channel(channelId)).state === state,
        `state ${state}`,
        () => house.channel(channelId),
      );
    },
    async pair(channelId, number) {
      await house.untilState(channelId, 'qr');
      const { qr } = (await house.channel(channelId)).state_detail;
      await simulator.scan({ qr: qr as string, number });
      await house.untilState(channelId, 'open');
    },
    async messages(channelId) {
      return (await admin`select * from app.message where channel_id = ${channelId} order by conversation_id, seq`).map(
        (row) => ({ ...row, seq: Number(row.seq) }),
      ) as never;
    },
    async untilMessages(channelId, many) {
      const found = async () =>
        (await admin`select count(*)::int n from app.message where channel_id = ${channelId}`)[0]?.n;
      await until(async () => (await found()) >= many, `${many} messages`, found);
    },
    async queue(workspaceId, conversationId, text, mediaId, quotedId) {
      const providerId = `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;
      const kind = mediaId ? (await admin`select kind from app.media where id = ${mediaId}`)[0]?.kind : 'text';
      // through a door, as whoever writes one comes: their plan is asked for room
      const row = await admin.begin(async (tx) => {
        await tx`select guard.enter_system(${workspaceId}, 'a test writes')`;
        const [queued] =
          await tx`select app.queue_message(${workspaceId}, ${conversationId}, ${randomUUID()}, ${providerId}, ${kind}, ${text || null},
          ${mediaId ?? null}, 'person', null, 'Ana', null, ${quotedId ?? null}) queued`;
        return queued;
      });
      services.hints.queued((row as unknown as { queued: { channelId: string } }).queued.channelId);
      return providerId;
    },
    async close() {
      for (const worker of workers) await worker.stop();
      await simulator.close();
      await Promise.all([db.end({ timeout: 1 }), hintDb.end({ timeout: 1 })]);
      await database.drop();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
  return house;
}

/** Waits until a condition holds; throws with what was awaited, and what was found instead, after a bound. */
export async function until(
  condition: () => unknown,
  what = condition.toString(),
  found: () => unknown = () => '',
  milliseconds = 25_000,
): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`Not so within ${milliseconds} ms: ${what}; found ${JSON.stringify(await found())}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
