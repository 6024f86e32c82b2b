import fs from 'node:fs';
import path from 'node:path';
import { runTask } from './run-task.ts';
import { ROOT, say } from './terminal.ts';

/** What a stage of the tests found. */
export type Tally = { passed: number; failed: number };

const bin = (name: string) => path.join(ROOT, 'node_modules/.bin', name);

/** Runs one yes-or-no check and counts it; what it complains about is printed. */
export async function check(name: string, run: () => Promise<unknown>): Promise<Tally> {
  try {
    await run();
    say(`${name}: fine`);
    return { passed: 1, failed: 0 };
  } catch (error) {
    say(`${name}: FAILED`);
    process.stdout.write(`${(error as Error).message}\n`);
    return { passed: 0, failed: 1 };
  }
}

/** Format and lint; a warning is a failure too, since nobody reads warnings. */
export const format = () =>
  runTask({
    name: 'biome',
    command: [bin('biome'), 'check', '--colors=off', '--error-on-warnings', '.'],
    cwd: ROOT,
  });

/** Import rules between rooms, doors and steps. */
export const boundaries = () =>
  runTask({
    name: 'dependency-cruiser',
    command: [bin('depcruise'), '--config', 'packages/tooling/dependency-cruiser.cjs', 'apps', 'packages', 'scripts'],
    cwd: ROOT,
  });

/** Types of the scripts and, through Turborepo, of every package: two compilers at a time, and none for what has not changed since. */
export async function types(): Promise<void> {
  await runTask({ name: 'tsc in the root', command: [bin('tsc'), '--noEmit'], cwd: ROOT });
  const flags = ['--concurrency=2', '--output-logs=errors-only', '--no-update-notifier'];
  await runTask({ name: 'turbo run typecheck', command: [bin('turbo'), 'run', 'typecheck', ...flags], cwd: ROOT });
}

/** vitest's projects by name; every test counts, and a run that finds none has failed. */
export async function vitest(projects: readonly string[], more: Record<string, string> = {}): Promise<Tally> {
  const report = path.join(ROOT, '.cache/vitest-report.json');
  fs.rmSync(report, { force: true });
  const flags = projects.flatMap((project) => ['--project', project]);
  const reporters = ['--reporter=json', `--outputFile.json=${report}`, '--reporter=dot'];
  const command = [bin('vitest'), 'run', ...flags, ...reporters] as [string, ...string[]];
  const trouble = await runTask({
    name: 'vitest',
    command,
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', ...more },
  }).then(
    () => undefined,
    (error: Error & { text?: string }) => error,
  );
  const tally = readVitest(report);
  if (trouble && tally.failed === 0) tally.failed = 1;
  if (tally.passed + tally.failed === 0) tally.failed = 1;
  if (trouble) process.stdout.write(`${trouble.text ?? trouble.message}\n`);
  say(`vitest (${projects.join(', ')}): ${tally.passed} passed, ${tally.failed} failed`);
  return tally;
}

function readVitest(report: string): Tally {
  if (!fs.existsSync(report)) return { passed: 0, failed: 0 };
  const content = JSON.parse(fs.readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  // a file that could not even be loaded has no failed test of its own
  const broken = content.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: content.numPassedTests, failed: content.numFailedTests + broken.length };
}

/** Every check that needs neither a database nor a browser. */
export async function quickChecks(): Promise<Tally[]> {
  return [await check('format and lint', format), await check('types', types), await check('boundaries', boundaries)];
}

/** `npm run verify`: the quick checks and the unit tests. */
export async function verify(): Promise<number> {
  return summarise([...(await quickChecks()), await vitest(['unit', 'wire'])]);
}

/** Prints the one line of totals and answers the exit code. */
export function summarise(tallies: readonly Tally[]): number {
  const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
  const failed = tallies.reduce((sum, tally) => sum + tally.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
