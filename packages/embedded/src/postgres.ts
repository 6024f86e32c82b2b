import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { freePort, isPortFree } from './ports.ts';
import { initialise, openNative, SERVER_ENV, SUPERUSER, stopLeftOver } from './postgres-files.ts';
import { readPasswords } from './postgres-passwords.ts';

export type PostgresServer = {
  readonly port: number;
  readonly pid: number;
  /** The superuser's URL of the database `postgres`. */
  readonly adminUrl: string;
  /** A URL for one role and database; the role's password is made on first use and kept in the data folder. */
  urlFor(role: string, database: string): string;
  /** Lets each of the roles that exist log in with its generated password. */
  admit(roles: readonly string[]): Promise<void>;
  /** Makes a database unless there is one of that name. */
  createDatabase(name: string): Promise<void>;
  /** Resolves when the server has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends the server within `withinMs`: sessions are cut, the data is flushed; on the dot it is killed (and recovers by its log). */
  stop(withinMs?: number): Promise<void>;
};

/** `durable` survives a power cut; `test` trades that for speed. */
export type PostgresTuning = 'durable' | 'test';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  // a socket would need a folder that the server's user may write
  unix_socket_directories: '',
  max_connections: '120',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
};
const HASTY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '2GB' };
const LOG_LIMIT = 10 * 1024 * 1024;

/**
 * Runs PostgreSQL 18 on loopback with its files under `dataDir` (made on first use, as are scram passwords).
 * Takes over from a server that an earlier owner left behind. A busy port is told through `say` and another one chosen.
 */
export async function startPostgres(options: {
  dataDir: string;
  port?: number | undefined;
  /** Waits for the port instead of taking another one: clients know it already. */
  isPortFixed?: boolean;
  tuning: PostgresTuning;
  say?: (line: string) => void;
}): Promise<PostgresServer> {
  const dataDir = path.resolve(options.dataDir);
  const say = options.say ?? (() => {});
  const passwords = readPasswords(dataDir);
  const native = await openNative();
  await stopLeftOver(dataDir);
  initialise(dataDir, native, passwords.of(SUPERUSER));

  let port = options.port ?? (await freePort());
  if (!options.isPortFixed && !(await isPortFree(port))) port = await anotherPort(port, say);
  for (let attempt = 1; ; attempt++) {
    const logFrom = logSize(dataDir);
    const child = launch(dataDir, native, port, options.tuning);
    const url = (role: string, database: string) =>
      `postgres://${role}:${encodeURIComponent(passwords.of(role))}@127.0.0.1:${port}/${database}`;
    const adminUrl = url(SUPERUSER, 'postgres');
    if (await isReady(child, adminUrl)) return serverOf(child, port, adminUrl, url, passwords.of);
    const log = readLog(dataDir, logFrom);
    if (attempt === 5) throw new Error(`PostgreSQL did not start. Its log says:\n${log.trim()}`);
    if (!options.isPortFixed && /could not bind|Address already in use/i.test(log)) port = await anotherPort(port, say);
    // after a kill the old server may still be a zombie, or its last backends may still hold the shared memory
    else await new Promise((resolve) => setTimeout(resolve, 300 * attempt));
    await stopLeftOver(dataDir);
  }
}

function serverOf(
  child: ChildProcess,
  port: number,
  adminUrl: string,
  urlFor: (role: string, database: string) => string,
  passwordOf: (role: string) => string,
): PostgresServer {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    port,
    pid: child.pid as number,
    adminUrl,
    urlFor,
    ended,
    async admit(roles) {
      const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
      try {
        const known = await sql<{ rolname: string }[]>`
          select rolname from pg_roles where rolname = any(${roles as string[]}) order by rolname`;
        for (const { rolname } of known) {
          await sql.unsafe(`alter role "${rolname}" login password '${passwordOf(rolname)}'`);
        }
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
    async createDatabase(name) {
      const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
      try {
        const [known] = await sql`select 1 from pg_database where datname = ${name}`;
        if (!known) await sql`create database ${sql(name)}`;
      } finally {
        await sql.end({ timeout: 1 });
      }
    },
    async stop(withinMs = 8000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      const late = setTimeout(() => child.kill('SIGQUIT'), withinMs);
      const tooLate = setTimeout(() => child.kill('SIGKILL'), withinMs + 1500);
      await ended;
      clearTimeout(late);
      clearTimeout(tooLate);
    },
  };
}

function launch(
  dataDir: string,
  native: Awaited<ReturnType<typeof openNative>>,
  port: number,
  tuning: PostgresTuning,
): ChildProcess {
  const settings = { ...SETTINGS, ...(tuning === 'test' ? HASTY : {}), port: String(port) };
  const log = path.join(dataDir, 'postgres.log');
  if (logSize(dataDir) > LOG_LIMIT) fs.renameSync(log, `${log}.1`);
  const out = fs.openSync(log, 'a', 0o600);
  const data = native.lend(path.join(dataDir, 'pgdata'));
  try {
    const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    // a group of its own: Ctrl-C in the terminal must reach the supervisor only, which stops the database last
    const child = spawn(path.join(native.bin, 'postgres'), ['-D', data.path, ...flags], {
      ...native.identity,
      cwd: '/',
      detached: true,
      env: SERVER_ENV,
      stdio: ['ignore', out, out, ...data.descriptors],
    });
    child.on('error', () => {});
    return child;
  } finally {
    data.close();
    fs.closeSync(out);
  }
}

async function isReady(child: ChildProcess, adminUrl: string): Promise<boolean> {
  // recovery after a kill replays the log first, which takes as long as it takes: only the server's end is a failure
  const deadline = Date.now() + 120_000;
  while (child.pid && child.exitCode === null && child.signalCode === null && Date.now() < deadline) {
    const sql = postgres(adminUrl, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await sql`select 1`;
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
  child.kill('SIGKILL');
  return false;
}

async function anotherPort(taken: number, say: (line: string) => void): Promise<number> {
  const port = await freePort();
  say(`port ${taken} is busy, so PostgreSQL takes ${port}`);
  return port;
}

const logSize = (dataDir: string): number =>
  fs.statSync(path.join(dataDir, 'postgres.log'), { throwIfNoEntry: false })?.size ?? 0;

function readLog(dataDir: string, from: number): string {
  const bytes = fs.readFileSync(path.join(dataDir, 'postgres.log'));
  return bytes.subarray(Math.min(from, bytes.length)).toString('utf8').slice(-4000);
}
