import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from './ports.ts';
import { type PostgresServer, startPostgres } from './postgres.ts';
import { isRunning } from './processes.ts';

let outside: string;
let dataDir: string;
let servers: PostgresServer[];
beforeEach(() => {
  // as closed to others as root's own home
  outside = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-pg-'));
  dataDir = path.join(outside, 'data');
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.stop();
  fs.rmSync(outside, { recursive: true, force: true });
});

async function start(options: { port?: number; say?: (line: string) => void } = {}): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, tuning: 'durable', ...options });
  servers.push(server);
  return server;
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

test('keeps data and passwords over a restart, in files nobody else can read', async () => {
  const first = await start();
  await ask(first.adminUrl, 'create table kept as select 7 as n');
  await first.stop();
  const second = await start();
  expect(await ask(second.adminUrl, 'select n from kept')).toEqual([{ n: 7 }]);
  expect(fs.statSync(dataDir).mode & 0o077).toBe(0);
  expect(fs.statSync(path.join(dataDir, 'passwords.json')).mode & 0o077).toBe(0);
});

test('every connection needs its password by scram, also on loopback', async () => {
  const server = await start();
  const rules = await ask(server.adminUrl, 'select distinct auth_method from pg_hba_file_rules');
  expect(rules).toEqual([{ auth_method: 'scram-sha-256' }]);
  await ask(server.adminUrl, 'create role clerk');
  await server.admit(['clerk', 'absent']);
  expect(await ask(server.urlFor('clerk', 'postgres'), 'select current_user as who')).toEqual([{ who: 'clerk' }]);
});

test('takes over from a server whose owner was killed', async () => {
  const orphan = await start();
  await ask(orphan.adminUrl, 'create table kept as select 7 as n');
  const next = await start();
  expect(next.pid).not.toBe(orphan.pid);
  expect(isRunning(orphan.pid)).toBe(false);
  expect(await ask(next.adminUrl, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('recovers after kill -9 of the server itself', async () => {
  const killed = await start();
  await ask(killed.adminUrl, 'create table kept as select 7 as n');
  process.kill(killed.pid, 'SIGKILL');
  const next = await start();
  expect(await ask(next.adminUrl, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('a pid file that names another program neither stops it nor is believed', async () => {
  const first = await start();
  await first.stop();
  fs.writeFileSync(path.join(dataDir, 'pgdata', 'postmaster.pid'), `${process.pid}\n/nowhere\n`);
  expect(await ask((await start()).adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a busy port is told and another one chosen', async () => {
  const port = await freePort();
  const holder = net.createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const said: string[] = [];
  const server = await start({ port, say: (line) => said.push(line) });
  expect(said).toEqual([`port ${port} is busy, so PostgreSQL takes ${server.port}`]);
  await new Promise((resolve) => holder.close(resolve));
});

test('an interrupted first start leaves nothing in the way', async () => {
  fs.mkdirSync(path.join(dataDir, 'pgdata.new', 'half'), { recursive: true });
  fs.chmodSync(dataDir, 0o700);
  expect(await ask((await start()).adminUrl, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('refuses passwords that others may read', async () => {
  await (await start()).stop();
  fs.chmodSync(path.join(dataDir, 'passwords.json'), 0o644);
  await expect(start()).rejects.toThrow(/Run: chmod 600 /);
});
