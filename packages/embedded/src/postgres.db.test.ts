import { spawnSync } from 'node:child_process';
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

// root lends its folder to nobody, a user runs the programs as themselves: two ways that share no step before the server is up
const OTHER_USER = { uid: 65_534, gid: 65_534 };
const asRoot = process.getuid?.() === 0;
/** The same life of a server, told by a process of another user: started, written to, stopped, started again. */
const LIFE = `
  import fs from 'node:fs';
  import postgres from 'postgres';
  import { startPostgres } from './postgres.ts';
  const dataDir = process.argv[1];
  const ask = async (server, statement) => {
    const sql = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    const rows = await sql.unsafe(statement);
    await sql.end({ timeout: 1 });
    return rows[0];
  };
  const first = await startPostgres({ dataDir, tuning: 'durable' });
  await ask(first, 'create table kept as select 7 as n');
  const runs = fs.readlinkSync('/proc/' + first.pid + '/exe');
  const owner = fs.statSync('/proc/' + first.pid).uid;
  await first.stop();
  const second = await startPostgres({ dataDir, tuning: 'durable' });
  const { n } = await ask(second, 'select n from kept');
  const folder = await ask(second, 'show data_directory');
  await second.stop();
  console.log(JSON.stringify({ self: process.getuid(), owner, runs, n, folder: folder.data_directory }));
`;
function liveAs(identity: { uid?: number; gid?: number }) {
  const done = spawnSync(process.execPath, ['--input-type=module', '-e', LIFE, dataDir], {
    ...identity,
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, HOME: outside },
  });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
}
/** A clone in a closed home is out of the other user's reach: there only root's way can be tried. */
const isReachable = (): boolean =>
  spawnSync(process.execPath, ['-e', "require('node:fs').readFileSync('postgres.ts')"], {
    ...OTHER_USER,
    cwd: import.meta.dirname,
  }).status === 0;

test.runIf(asRoot && process.platform === 'linux')(
  'root starts the server as nobody, from a copy that nobody may execute',
  () => {
    expect(liveAs({})).toEqual({
      self: 0,
      owner: OTHER_USER.uid,
      runs: expect.stringContaining(`${os.tmpdir()}/recado-postgres-`),
      n: 7,
      folder: '/proc/self/fd/3',
    });
  },
);

test.runIf(asRoot && process.platform === 'linux' && isReachable())(
  'a user starts the server as themselves, from the installed programs, in a folder under its own path',
  () => {
    fs.chmodSync(outside, 0o777);
    expect(liveAs(OTHER_USER)).toEqual({
      self: OTHER_USER.uid,
      owner: OTHER_USER.uid,
      runs: expect.stringMatching(/node_modules.*\/bin\/postgres$/),
      n: 7,
      folder: path.join(dataDir, 'pgdata'),
    });
    expect(fs.statSync(path.join(dataDir, 'pgdata')).uid).toBe(OTHER_USER.uid);
  },
);

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
