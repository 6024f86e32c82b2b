import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { startTestServer } from '@recado/testing/test-server';
import postgres, { type Sql } from 'postgres';

/** One migrated database; `jobsUrl` logs in as the executor's role. */
export type BenchDatabase = { readonly admin: Sql; readonly adminUrl: string; readonly jobsUrl: string };

/** A durable Postgres for one run. */
export type BenchServer = {
  /** The postmaster. */
  readonly pid: number;
  newDatabase(): Promise<BenchDatabase>;
  close(): Promise<void>;
};

/** Starts a Postgres with fsync on. Close it whatever happens. */
export async function openServer(): Promise<BenchServer> {
  const server = await startTestServer({ tuning: 'durable' });
  const handles: Sql[] = [];
  const open = (url: string): Sql => {
    const sql = postgres(url, { max: 2, onnotice: () => {} });
    handles.push(sql);
    return sql;
  };
  const admin = open(server.adminUrl);
  const [row] = await admin<{ pid: number }[]>`select pg_backend_pid() pid`;
  return {
    pid: parentOf(row?.pid ?? 0),
    async newDatabase() {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      await admin.unsafe(`create database ${name} template ${server.template}`);
      const on = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href;
      const adminUrl = on(server.adminUrl);
      return { admin: open(adminUrl), adminUrl, jobsUrl: on(server.roleUrls.recado_jobs) };
    },
    async close() {
      await Promise.all(handles.map((sql) => sql.end({ timeout: 1 })));
      await server.stop();
    },
  };
}

const parentOf = (pid: number): number => {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
};
