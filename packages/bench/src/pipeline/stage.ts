import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '@recado/embedded/ports';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';
import { type Control, controlOf } from './control.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** One migrated database and the ways into it. */
export type StageDatabase = { admin: Sql; workerUrl: string; jobsUrl: string };

/** A durable Postgres and a simulator in a process of its own, for one run. */
export type Stage = {
  readonly control: Control;
  readonly controlUrl: string;
  readonly token: string;
  readonly wsUrl: string;
  readonly root: string;
  /** A folder that goes away with the stage. */
  readonly folder: string;
  readonly simulatorPid: number;
  readonly postgresPid: number;
  newDatabase(): Promise<StageDatabase>;
  close(): Promise<void>;
};

/** Sets up what every variant is measured against; `flags` go to the simulator's Node. Close it whatever happens. */
export async function openStage(flags: string[] = []): Promise<Stage> {
  const server = await startTestServer({ tuning: 'durable' });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-bench-'));
  const token = randomBytes(24).toString('hex');
  const port = await freePort();
  const controlUrl = `http://127.0.0.1:${port}`;
  const simulator = spawnNode(
    'apps/simulator/src/main.ts',
    {
      RECADO_MODE: 'embedded',
      RECADO_LOG_LEVEL: 'warn',
      RECADO_SIMULATOR_PORT: String(port),
      RECADO_SIMULATOR_TOKEN: token,
    },
    flags,
  );
  const control = controlOf(controlUrl, token);
  const handles: Sql[] = [];
  const open = (url: string, max: number): Sql => {
    const sql = postgres(url, { max, onnotice: () => {} });
    handles.push(sql);
    return sql;
  };
  const close = async (): Promise<void> => {
    simulator.kill('SIGTERM');
    await Promise.all(handles.map((sql) => sql.end({ timeout: 1 })));
    await server.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { wsUrl, root } = await untilUp(() => control.get<{ wsUrl: string; root: string }>('info'));
    const admin = open(server.adminUrl, 1);
    const [row] = await admin<{ pid: number }[]>`select pg_backend_pid() pid`;
    return {
      control,
      controlUrl,
      token,
      wsUrl,
      root,
      folder,
      simulatorPid: simulator.pid as number,
      postgresPid: parentOf(row?.pid ?? 0),
      async newDatabase() {
        const name = `bench_${randomBytes(6).toString('hex')}`;
        await admin.unsafe(`create database ${name} template ${server.template}`);
        const on = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
        return {
          admin: open(on(server.adminUrl), 3),
          workerUrl: on(server.roleUrls.recado_worker),
          jobsUrl: on(server.roleUrls.recado_jobs),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Runs a program of the house with nothing of this shell but what it needs to run. */
export function spawnNode(file: string, env: Record<string, string>, flags: string[] = []): ChildProcess {
  const kept = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'].flatMap((key) =>
    process.env[key] ? [[key, process.env[key] as string]] : [],
  );
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...flags, path.join(ROOT, file)], {
    cwd: ROOT,
    env: { ...Object.fromEntries(kept), ...env },
    // the last line of our own output is the result, so what a program says goes beside it
    stdio: ['ignore', 2, 2],
  });
}

async function untilUp<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const parentOf = (pid: number): number => {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};
