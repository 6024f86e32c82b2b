import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './terminal.ts';

/** What `npm start` writes about itself for tests and benches. */
export type Running = {
  pid: number;
  pids: Record<string, number>;
  urls: Record<'web' | 'simulator' | 'mailbox' | 'smtp' | 'issuer' | 'stripe', string>;
  ports: Record<string, number>;
};

/** A product started by `npm start` in a folder of its own. */
export type Started = {
  readonly folder: string;
  readonly runningFile: string;
  readonly npmPid: number;
  /** Milliseconds from the command to the printed addresses. */
  readonly tookMs: number;
  running(): Running;
  output(): string;
  /** Ctrl-C as a terminal sends it; resolves when all is down. */
  stop(): Promise<{ code: number | null; ms: number }>;
  /** Resolves with the exit code, whatever ended it. */
  readonly ended: Promise<number | null>;
};

/** Makes what a `git clone` of the present work would hold: tracked files and new ones that no rule ignores. */
export function copyTree(folder: string): void {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) throw new Error(`git could not list the files: ${listed.stderr}`);
  for (const name of listed.stdout.toString('utf8').split('\0').filter(Boolean)) {
    const source = path.join(ROOT, name);
    if (!fs.existsSync(source)) continue;
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.cpSync(source, path.join(folder, name));
  }
}

/** The environment of a person's shell: nothing of ours, no toolchain on the PATH. */
export function newcomerEnv(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const strange = /^(RECADO_(?!CHROMIUM)|npm_(?!config_)|VITEST|NODE_ENV|NODE_OPTIONS|INIT_CWD)/;
  const kept = Object.entries(process.env).filter(([key]) => !strange.test(key));
  const own = [path.join(ROOT, '.cache'), path.join(ROOT, 'node_modules')];
  const systemPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => !own.some((folder) => entry.startsWith(folder)));
  return { ...Object.fromEntries(kept), PATH: systemPath.join(path.delimiter), ...more };
}

/** Types `npm start` in the folder. Resolves when the addresses are printed, throws with the output when they never are. */
export async function startCopy(
  folder: string,
  options: { env?: Record<string, string>; abort: AbortSignal; withinMs: number },
): Promise<Started> {
  const began = Date.now();
  const child = spawn('npm', ['start'], {
    cwd: folder,
    // a group of its own, as the shell gives to each command
    detached: true,
    env: newcomerEnv(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-100_000);
    });
  }
  let hasEnded = false;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve)).finally(() => {
    hasEnded = true;
  });
  const interrupt = () => signalGroupOf(child.pid, 'SIGINT');
  options.abort.addEventListener('abort', interrupt, { once: true });
  while (!output.includes('Ctrl-C stops everything')) {
    const isLate = Date.now() - began > options.withinMs;
    if (hasEnded || isLate || options.abort.aborted) {
      interrupt();
      await ended;
      throw new Error(`npm start did not come up:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const runningFile = path.join(folder, options.env?.RECADO_DATA_DIR ?? '.data', 'running.json');
  return {
    folder,
    runningFile,
    npmPid: child.pid as number,
    tookMs: Date.now() - began,
    running: () => JSON.parse(fs.readFileSync(runningFile, 'utf8')) as Running,
    output: () => output,
    ended,
    async stop() {
      const asked = Date.now();
      interrupt();
      return { code: await ended, ms: Date.now() - asked };
    },
  };
}

function signalGroupOf(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // it has ended
  }
}
