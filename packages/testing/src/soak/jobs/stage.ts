import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '@recado/db/migrate';
import { freePort } from '@recado/embedded/ports';
import { type PostgresServer, startPostgres } from '@recado/embedded/postgres';
import { birthOf } from '@recado/embedded/processes';
import postgres from 'postgres';
import { until } from '../../product/until.ts';
import { APP_ROLES } from '../../test-server.ts';
import type { Settings } from './settings.ts';

export const TARGETS = ['executor', 'app', 'postgres'] as const;
export type Target = (typeof TARGETS)[number];
type Main = 'executor' | 'app' | 'emitter';

/** A durable Postgres, an executor, an app and who emits, each a process of its own that is started again when it dies. */
export type Stage = {
  readonly folder: string;
  readonly adminUrl: string;
  /** Ends a process with SIGKILL; resolves when the database answers again, at once for the others, whose successors start. */
  kill(target: Target): Promise<void>;
  /** Resolves when events are committed that must have so many runs in all. */
  emit(runs: number): Promise<void>;
  rolledBack(): number;
  close(): Promise<void>;
};

/** The emitter's own list of what it committed, written in the same transactions. */
const LIST = `
  create schema proof;
  create table proof.emitted (key text primary key, name text not null);
  grant usage on schema proof to recado_jobs;
  grant select, insert on proof.emitted to recado_jobs`;

/** Starts everything on a migrated database in a temporary folder. Close it whatever happens. */
export async function openStage(options: { seed: number; logLevel: string }): Promise<Stage> {
  // the next run of tests ends what a killed one left under this beginning of a name
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-test-pg-kill-'));
  const dataDir = path.join(folder, 'data');
  let server = await startPostgres({ dataDir, tuning: 'durable' });
  markOwner(folder, server);
  const adminUrl = server.urlFor('postgres', 'proof');
  await prepare(server, adminUrl);
  const settings: Settings = {
    databaseUrl: server.urlFor('recado_jobs', 'proof'),
    executorPort: await freePort(),
    appPort: await freePort(),
    eventKey: randomBytes(16).toString('hex'),
    signingKey: `signkey-prod-${randomBytes(32).toString('hex')}`,
    leaseMs: 3_000,
    folder,
    ...options,
  };
  const children = new Map<Main, ChildProcess>();
  let isClosing = false;
  let births = 0;
  let target = 0;
  let reached = 0;
  let rolledBack = 0;
  const bear = (name: Main): void => {
    const child = spawnMain(name, settings, births++);
    children.set(name, child);
    if (name === 'emitter') {
      child.send(target);
      child.on('message', (said: { kind: string; target: number }) => {
        if (said.kind === 'reached') reached = said.target;
        else rolledBack += 1;
      });
    }
    child.once('exit', () => {
      if (!isClosing) bear(name);
    });
  };
  for (const name of ['executor', 'app', 'emitter'] as const) bear(name);
  return {
    folder,
    adminUrl,
    async kill(name) {
      if (name !== 'postgres') {
        const dying = children.get(name) as ChildProcess;
        const gone = new Promise((resolve) => dying.once('exit', resolve));
        dying.kill('SIGKILL');
        await gone;
        return;
      }
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
      const { port } = server;
      // its first clients may meet the end of the recovery and be cut off
      server = await until(
        'Postgres to come back',
        () => startPostgres({ dataDir, port, isPortFixed: true, tuning: 'durable' }),
        120_000,
      );
      markOwner(folder, server);
    },
    async emit(runs) {
      target = runs;
      if (children.get('emitter')?.connected) children.get('emitter')?.send(target);
      await until(`events for ${runs} runs to be emitted`, () => reached === runs, 120_000);
    },
    rolledBack: () => rolledBack,
    async close() {
      isClosing = true;
      for (const child of children.values()) child.kill('SIGKILL');
      await server.stop(3_000);
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function prepare(server: PostgresServer, adminUrl: string): Promise<void> {
  await server.createDatabase('proof');
  await migrate({ adminUrl });
  await server.admit(APP_ROLES);
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(LIST);
  } finally {
    await admin.end({ timeout: 1 });
  }
}

const markOwner = (folder: string, server: PostgresServer): void =>
  fs.writeFileSync(
    path.join(folder, 'owner.json'),
    JSON.stringify({
      owner: { pid: process.pid, birth: birthOf(process.pid) },
      server: { pid: server.pid, birth: birthOf(server.pid) },
    }),
  );

function spawnMain(name: Main, settings: Settings, birth: number): ChildProcess {
  const file = path.join(import.meta.dirname, `${name}-main.ts`);
  // what a process says goes beside our own output
  const out = settings.logLevel === 'silent' ? 'ignore' : 2;
  return spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', file, JSON.stringify(settings), String(birth)],
    { stdio: ['ignore', out, out, 'ipc'], env: { PATH: process.env.PATH } },
  );
}
