import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';
import { say } from '../report.ts';
import type { BenchDatabase } from './bench-server.ts';

const VERSION = '12.30.0';
const FOLDER = path.resolve(import.meta.dirname, '../../../../.cache/bench-peers');

/** Jobs per second of the plainest queue: a row is claimed with SKIP LOCKED, worked and removed, each in its transaction. */
export async function skipLocked(database: BenchDatabase, jobs: number, workers: number): Promise<number> {
  const { admin } = database;
  await admin.unsafe('create table if not exists public.plain_queue (id bigint primary key, data jsonb not null)');
  await admin`insert into public.plain_queue select n, jsonb_build_object('n', n) from generate_series(1, ${jobs}) n`;
  const sql = postgres(database.adminUrl, { max: workers, onnotice: () => {} });
  try {
    const began = performance.now();
    let left = jobs;
    const work = async (): Promise<void> => {
      for (let found = true; found; ) {
        found = await sql.begin(async (tx) => {
          const [job] = await tx`
            select id, data from public.plain_queue order by id limit 1 for update skip locked`;
          if (!job) return false;
          left -= 1;
          await tx`delete from public.plain_queue where id = ${job.id as string}`;
          return true;
        });
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    if (left !== 0) throw new Error(`the plain queue left ${left} jobs`);
    return (jobs * 1000) / (performance.now() - began);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

type Boss = {
  on(event: 'error', listener: (error: Error) => void): void;
  start(): Promise<unknown>;
  stop(options: { graceful: boolean }): Promise<void>;
  createQueue(name: string): Promise<void>;
  insert(name: string, jobs: { data: object }[]): Promise<unknown>;
  fetch(name: string, options: { batchSize: number }): Promise<{ id: string }[]>;
  complete(name: string, ids: string[]): Promise<unknown>;
};

/** pg-boss from the bench's own folder, installed there on first use; undefined when the registry does not give it. */
export async function loadPgBoss(): Promise<(new (url: string) => Boss) | undefined> {
  const manifest = path.join(FOLDER, 'node_modules/pg-boss/package.json');
  if (!fs.existsSync(manifest)) {
    fs.mkdirSync(FOLDER, { recursive: true });
    const flags = ['--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    const done = spawnSync('npm', ['install', ...flags, `pg-boss@${VERSION}`], { cwd: FOLDER, encoding: 'utf8' });
    if (done.status !== 0) {
      say(
        `pg-boss ${VERSION} could not be installed, so there is no peer: ${String(done.stderr).trim().split('\n').at(-1)}`,
      );
      return undefined;
    }
  }
  const entry = createRequire(manifest).resolve('pg-boss');
  const { PgBoss } = (await import(pathToFileURL(entry).href)) as { PgBoss: new (url: string) => Boss };
  return PgBoss;
}

/** Jobs per second of pg-boss: workers that fetch ten at a time without a pause and complete them together. */
export async function pgBoss(
  PgBoss: new (url: string) => Boss,
  database: BenchDatabase,
  jobs: number,
  workers: number,
): Promise<number> {
  const boss = new PgBoss(database.adminUrl);
  boss.on('error', () => {});
  await boss.start();
  try {
    const queue = `q${jobs}${Date.now()}`;
    await boss.createQueue(queue);
    await boss.insert(
      queue,
      Array.from({ length: jobs }, (_, n) => ({ data: { n } })),
    );
    const began = performance.now();
    let done = 0;
    const work = async (): Promise<void> => {
      for (;;) {
        const batch = await boss.fetch(queue, { batchSize: 10 });
        if (batch.length === 0) return;
        await boss.complete(
          queue,
          batch.map(({ id }) => id),
        );
        done += batch.length;
      }
    };
    await Promise.all(Array.from({ length: workers }, work));
    if (done !== jobs) throw new Error(`pg-boss did ${done} of ${jobs} jobs`);
    return (jobs * 1000) / (performance.now() - began);
  } finally {
    await boss.stop({ graceful: false });
  }
}
