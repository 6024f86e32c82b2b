import { spawnSync } from 'node:child_process';
import net from 'node:net';
import { freePort } from '@recado/embedded/ports';
import { isRunning, waitForEnd } from '@recado/embedded/processes';
import { check, type Tally } from './checks.ts';
import { newcomerEnv, type Started, startCopy } from './clean-copy.ts';

const WARM_MS = 30_000;
const STOP_MS = 10_500;

/**
 * What `npm start` promises about beginning and end, on a product that runs: one supervisor per folder, what dies comes
 * back, a clean stop, a quick second start, recovery after kill -9, a busy port. Leaves nothing running.
 */
export async function lifecycle(first: Started, abort: AbortSignal): Promise<Tally[]> {
  const { folder } = first;
  const again = (env: Record<string, string>) => startCopy(folder, { env, abort, withinMs: 60_000 });
  const tallies = [
    await check('a second start on the same data says so and ends', () => secondStart(folder)),
    await check('what is killed comes back', () => killEach(first)),
    await check('Ctrl-C stops everything within 10 s with code 0', () => cleanStop(first)),
  ];
  let second: Started | undefined;
  tallies.push(
    await check('a start on the same data takes seconds and tells a busy port', async () => {
      second = await startBesideBusyPort(again);
    }),
    await check('a start after kill -9 of the supervisor recovers, and stops when npm itself is killed', async () => {
      if (!second) throw new Error('there was no second start');
      await recover(second, again);
    }),
  );
  return tallies;
}

async function secondStart(folder: string): Promise<void> {
  const attempt = spawnSync('npm', ['start'], { cwd: folder, env: newcomerEnv(), encoding: 'utf8', timeout: 60_000 });
  if (attempt.status !== 1) throw new Error(`it ended with ${attempt.status}:\n${attempt.stdout}`);
  if (!attempt.stdout.includes('already running')) throw new Error(`it said:\n${attempt.stdout}`);
}

async function killEach(started: Started): Promise<void> {
  const before = started.running().pids;
  for (const name of Object.keys(before)) {
    const pid = started.running().pids[name];
    if (pid === undefined) throw new Error(`${name} is not running`);
    process.kill(pid, 'SIGKILL');
    await until(() => {
      const now = started.running().pids[name];
      return now !== undefined && now !== pid && isRunning(now);
    }, `${name} did not come back`);
  }
  await until(async () => {
    const answers = await Promise.all(
      Object.values(started.running().urls)
        .filter((url) => url.startsWith('http'))
        .map((url) => fetch(`${url}/health`).then((response) => response.ok)),
    ).catch(() => [false]);
    return answers.every(Boolean);
  }, 'not everything answers its health check again');
}

async function cleanStop(started: Started): Promise<void> {
  const { pids } = started.running();
  const { code, ms } = await started.stop();
  if (code !== 0) throw new Error(`the code was ${code}:\n${started.output().slice(-2000)}`);
  if (ms > STOP_MS) throw new Error(`it took ${(ms / 1000).toFixed(1)} s`);
  requireNone(pids);
}

async function startBesideBusyPort(again: (env: Record<string, string>) => Promise<Started>): Promise<Started> {
  const holder = net.createServer().listen(await freePort(), '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as net.AddressInfo;
  try {
    const started = await again({ RECADO_PORT_BASE: String(port) });
    if (started.tookMs > WARM_MS) throw new Error(`it took ${(started.tookMs / 1000).toFixed(1)} s`);
    if (!started.output().includes(`port ${port} is busy, so the web server takes`)) {
      throw new Error(`the busy port was not told:\n${started.output()}`);
    }
    return started;
  } finally {
    await new Promise((resolve) => holder.close(resolve));
  }
}

async function recover(second: Started, again: (env: Record<string, string>) => Promise<Started>): Promise<void> {
  const { pid, pids } = second.running();
  process.kill(pid, 'SIGKILL');
  await second.ended;
  const third = await again({ RECADO_PORT_BASE: '0' });
  const own = Object.values(third.running().pids);
  requireNone(Object.fromEntries(Object.entries(pids).filter(([, old]) => !own.includes(old))));
  const now = third.running();
  process.kill(third.npmPid, 'SIGKILL');
  // it looks once a second whether npm is there
  if (!(await waitForEnd(now.pid, STOP_MS + 2000))) throw new Error('it did not stop when npm was killed');
  requireNone(now.pids);
}

function requireNone(pids: Record<string, number>): void {
  const alive = Object.entries(pids).filter(([, pid]) => isRunning(pid));
  if (alive.length > 0) throw new Error(`still running: ${alive.map(([name]) => name).join(', ')}`);
}

async function until(condition: () => boolean | Promise<boolean>, complaint: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`${complaint}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
