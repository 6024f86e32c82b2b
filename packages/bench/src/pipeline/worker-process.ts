import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createHints } from '@recado/db';
import { freePort } from '@recado/embedded/ports';
import postgres, { type Sql } from 'postgres';
import { type Stage, type StageDatabase, spawnNode } from './stage.ts';

/** One worker process, as `npm start` runs it but without pauses between messages. */
export type WorkerProcess = {
  readonly pid: number;
  /** Resident memory in MB after a full garbage collection. */
  residentMb(): Promise<number>;
  stop(): Promise<void>;
};

/** Starts the worker on a database of the stage. `flags` go to Node. */
export async function startWorker(
  stage: Stage,
  database: StageDatabase,
  options: { inspect?: boolean; flags?: string[] } = {},
): Promise<WorkerProcess> {
  const inspector = options.inspect ? await freePort() : null;
  const media = path.join(stage.folder, 'media');
  fs.mkdirSync(media, { recursive: true });
  const child = spawnNode(
    'apps/worker/src/main.ts',
    {
      RECADO_MODE: 'embedded',
      RECADO_LOG_LEVEL: 'warn',
      RECADO_WORKER_DRIVER: 'simulator',
      RECADO_SIMULATOR_WS: stage.wsUrl,
      RECADO_SIMULATOR_ROOT: stage.root,
      RECADO_PACING: 'off',
      RECADO_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
      RECADO_MEDIA_DIR: media,
      DATABASE_URL: database.workerUrl,
    },
    [
      ...(options.flags ?? []),
      ...(inspector === null ? [] : [`--inspect=127.0.0.1:${inspector}`, '--inspect-publish-uid=http']),
    ],
  );
  const ended = once(child, 'exit');
  const pid = child.pid as number;
  return {
    pid,
    async residentMb() {
      if (inspector === null) throw new Error('Start the worker with inspect to collect its garbage.');
      // the second pass takes what the first one's finalizers let go of
      for (let pass = 0; pass < 2; pass++) {
        await collectGarbage(inspector);
        await new Promise((resolve) => setTimeout(resolve, 1500));
      }
      const kb = /^Rss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
      return Number(kb) / 1024;
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Asks a process for a full collection through its inspector, so that the product needs no switch for it. */
async function collectGarbage(port: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
  await once(socket as never, 'open');
  socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  await once(socket as never, 'message');
  socket.close();
}

/** A number in the database: whose it is and what it is called there. */
export type HeldNumber = { number: string; workspaceId: string; channelId: string };

/** Companies with their numbers, wished open but not paired yet. */
export async function addNumbers(admin: Sql, numbers: string[], perCompany: number): Promise<HeldNumber[]> {
  const held: HeldNumber[] = [];
  let workspaceId = '';
  for (const [index, number] of numbers.entries()) {
    if (index % perCompany === 0) {
      const [account] = await admin`insert into app.account (name) values ('Bench') returning id`;
      const [workspace] = await admin`insert into app.workspace (account_id, name, slug, industry)
        values (${account?.id}, 'Bench', ${`bench-${number}`}, 'other') returning id`;
      workspaceId = workspace?.id as string;
    }
    const [channel] = await admin`insert into app.channel (workspace_id, name, driver, wanted, wanted_seq)
      values (${workspaceId}, ${number}, 'simulator', 'open', 1) returning id`;
    held.push({ number, workspaceId, channelId: channel?.id as string });
  }
  return held;
}

/** Scans every QR that the worker shows for these numbers; resolves when all of them are open. */
export async function pairNumbers(stage: Stage, database: StageDatabase, held: HeldNumber[]): Promise<void> {
  const { admin } = database;
  const hintDb = postgres(database.jobsUrl, { max: 1, onnotice: () => {} });
  const hints = createHints(hintDb as never);
  hints.wanted();
  await hints.flush();
  await hintDb.end();
  const scanned = new Set<string>();
  const deadline = Date.now() + 120_000;
  for (;;) {
    const rows = await admin<{ id: string; state: string; qr: string | null }[]>`
      select id, state, state_detail->>'qr' qr from app.channel where id in ${admin(held.map(({ channelId }) => channelId))}`;
    if (rows.every(({ state }) => state === 'open')) return;
    for (const { id, qr } of rows) {
      const number = held.find(({ channelId }) => channelId === id)?.number;
      if (!qr || !number || scanned.has(qr)) continue;
      scanned.add(qr);
      await stage.control.post('scan', { qr, number });
    }
    if (Date.now() > deadline) throw new Error(`not every number opened: ${rows.map(({ state }) => state).join(' ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
