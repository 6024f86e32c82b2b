import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, type Tally } from './checks.ts';
import { findChromium } from './chromium.ts';
import { runTask } from './run-task.ts';
import { ROOT, say } from './terminal.ts';

const START_WITHIN_MS = 300_000;

/**
 * A newcomer's run: a clean copy of this tree in a temporary folder, `npm start` there, the browser's journeys against
 * it, Ctrl-C. The copy is removed, and kept with its logs when something failed and RECADO_KEEP_CLONE is set.
 */
export async function endToEnd(abort: AbortSignal, args: readonly string[]): Promise<Tally[]> {
  const clone = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-clone-'));
  const tallies: Tally[] = [];
  let started: Started | undefined;
  try {
    copyTree(clone);
    say('end to end: clean copy made, starting it');
    const chromium = findChromium();
    tallies.push(
      await check('npm start in a clean copy', async () => {
        started = await startCopy(clone, abort);
      }),
    );
    if (started) {
      tallies.push(await playwright(started.runningFile, await chromium, args));
      tallies.push(await check('a clean stop within 10 s', () => stopCopy(started as Started)));
    }
  } finally {
    started?.kill();
    const isGreen = tallies.every((tally) => tally.failed === 0);
    if (isGreen || process.env.RECADO_KEEP_CLONE === undefined) fs.rmSync(clone, { recursive: true, force: true });
    else say(`the copy stays in ${clone}`);
  }
  return tallies;
}

type Started = { runningFile: string; stop(): Promise<{ code: number | null; ms: number }>; kill(): void };

/** What a `git clone` of the present work would hold: tracked files and new ones that no rule ignores. */
function copyTree(clone: string): void {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (listed.status !== 0) throw new Error(`git could not list the files: ${listed.stderr}`);
  for (const name of listed.stdout.toString('utf8').split('\0').filter(Boolean)) {
    const source = path.join(ROOT, name);
    if (!fs.existsSync(source)) continue;
    fs.mkdirSync(path.dirname(path.join(clone, name)), { recursive: true });
    fs.cpSync(source, path.join(clone, name));
  }
}

async function startCopy(clone: string, abort: AbortSignal): Promise<Started> {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(RECADO_|npm_(?!config_)|VITEST|NODE_ENV)/.test(key),
  );
  // the copy must bring Node and its packages by itself
  const own = path.join(ROOT, '.cache/toolchain');
  const systemPath = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => !entry.startsWith(own) && !entry.startsWith(path.join(ROOT, 'node_modules')));
  const child = spawn('npm', ['start'], {
    cwd: clone,
    detached: true,
    env: { ...Object.fromEntries(inherited), PATH: systemPath.join(path.delimiter), RECADO_PORT_BASE: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-50_000);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  const interrupt = () => signal(child.pid, 'SIGINT');
  abort.addEventListener('abort', interrupt);
  const runningFile = path.join(clone, '.data/running.json');
  const deadline = Date.now() + START_WITHIN_MS;
  while (!fs.existsSync(runningFile)) {
    if (hasEnded || Date.now() > deadline) {
      if (!hasEnded) interrupt();
      throw new Error(`it did not come up:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  for (const line of output.split('\n').filter((text) => text.startsWith('recado'))) say(`  ${line.slice(8)}`);
  return {
    runningFile,
    async stop() {
      const began = Date.now();
      interrupt();
      return { code: await ended, ms: Date.now() - began };
    },
    kill: () => {
      if (!hasEnded) interrupt();
    },
  };
}

/** Ctrl-C as a terminal sends it: to every process of the group. */
function signal(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // it has ended
  }
}

async function stopCopy(started: Started): Promise<void> {
  const { pids } = JSON.parse(fs.readFileSync(started.runningFile, 'utf8')) as { pids: Record<string, number> };
  const { code, ms } = await started.stop();
  if (code !== 0) throw new Error(`npm start ended with code ${code}`);
  if (ms > 10_500) throw new Error(`the stop took ${(ms / 1000).toFixed(1)} s`);
  const alive = Object.entries(pids).filter(([, pid]) => fs.existsSync(`/proc/${pid}`));
  if (alive.length > 0) throw new Error(`still running: ${alive.map(([name]) => name).join(', ')}`);
}

async function playwright(
  runningFile: string,
  chromium: Record<string, string>,
  args: readonly string[],
): Promise<Tally> {
  const report = path.join(ROOT, '.cache/playwright-report.json');
  fs.rmSync(report, { force: true });
  const filter = args.filter((arg) => arg.startsWith('--grep='));
  const trouble = await runTask({
    name: 'playwright',
    command: [path.join(ROOT, 'node_modules/.bin/playwright'), 'test', ...filter],
    cwd: ROOT,
    env: { ...process.env, ...chromium, RECADO_RUNNING_FILE: runningFile, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  }).then(
    () => undefined,
    (error: Error & { text?: string }) => error,
  );
  const stats = fs.existsSync(report)
    ? (
        JSON.parse(fs.readFileSync(report, 'utf8')) as {
          stats: { expected: number; unexpected: number; flaky: number };
        }
      ).stats
    : { expected: 0, unexpected: 0, flaky: 0 };
  const tally = { passed: stats.expected, failed: stats.unexpected + stats.flaky };
  if ((trouble && tally.failed === 0) || tally.passed + tally.failed === 0) tally.failed += 1;
  if (trouble) process.stdout.write(`${trouble.text ?? trouble.message}\n`);
  say(`playwright: ${tally.passed} passed, ${tally.failed} failed`);
  return tally;
}
