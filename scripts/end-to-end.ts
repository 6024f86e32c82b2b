import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { check, type Tally, vitest } from './checks.ts';
import { findChromium } from './chromium.ts';
import { copyTree, type Started, startCopy } from './clean-copy.ts';
import { lifecycle } from './lifecycle.ts';
import { runTask } from './run-task.ts';
import { ROOT, say } from './terminal.ts';

/**
 * A newcomer's run: a clean copy of this tree in a temporary folder, `npm start` there, the browser's journeys against
 * it, then its beginnings and ends, then production mode. The copy stays when something failed and RECADO_KEEP_COPY is set.
 */
export async function endToEnd(abort: AbortSignal, args: readonly string[]): Promise<Tally[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-copy-'));
  const tallies: Tally[] = [];
  let started: Started | undefined;
  try {
    copyTree(folder);
    say('a clean copy is made; npm start in it, from nothing');
    const chromium = findChromium();
    chromium.catch(() => {});
    tallies.push(
      await check('npm start in a clean copy', async () => {
        started = await startCopy(folder, { env: { RECADO_PORT_BASE: '0' }, abort, withinMs: 300_000 });
        say(`it was ready after ${(started.tookMs / 1000).toFixed(1)} s`);
      }),
    );
    if (started) {
      tallies.push(await playwright(started.runningFile, await chromium, args));
      if (!abort.aborted) tallies.push(await kills(started.runningFile));
      if (!abort.aborted) tallies.push(...(await lifecycle(started, abort)));
      if (!abort.aborted) tallies.push(await vitest(['production'], { RECADO_PRODUCTION_ROOT: folder }));
    }
  } finally {
    await started?.stop();
    const isGreen = tallies.every((tally) => tally.failed === 0);
    if (isGreen || process.env.RECADO_KEEP_COPY === undefined) fs.rmSync(folder, { recursive: true, force: true });
    else say(`the copy stays in ${folder}`);
  }
  return tallies;
}

/** Ten kills of worker, web and Postgres while messages go both ways; the long form is `npm run soak -- kill`. */
async function kills(runningFile: string): Promise<Tally> {
  const seed = String(Date.now() % 90_000);
  return await check(`ten kills under traffic lose and double nothing (seed ${seed})`, () =>
    runTask({
      name: 'kill',
      command: [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        path.join(ROOT, 'packages/testing/src/soak/kill.ts'),
        ...['--kills', '10', '--messages', '200', '--seed', seed, '--running', runningFile],
      ],
      cwd: ROOT,
    }),
  );
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
    env: {
      ...process.env,
      ...chromium,
      NO_COLOR: '1',
      RECADO_RUNNING_FILE: runningFile,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    },
  }).then(
    () => undefined,
    (error: Error & { text?: string }) => error,
  );
  const tally = readPlaywright(report);
  if ((trouble && tally.failed === 0) || tally.passed + tally.failed === 0) tally.failed += 1;
  if (trouble) process.stdout.write(`${trouble.text ?? trouble.message}\n`);
  say(`playwright: ${tally.passed} passed, ${tally.failed} failed`);
  return tally;
}

function readPlaywright(report: string): Tally {
  if (!fs.existsSync(report)) return { passed: 0, failed: 0 };
  const { stats } = JSON.parse(fs.readFileSync(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number };
  };
  // what passed only when tried again has failed
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky };
}
