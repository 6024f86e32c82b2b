import { quickChecks, summarise, type Tally, vitest } from './checks.ts';
import { endToEnd } from './end-to-end.ts';
import { endTasks } from './run-task.ts';
import { untilAskedToStop } from './terminal.ts';

/** `npm test`: everything there is, from the format of the files to a newcomer's run in a browser. Answers the exit code. */
export async function test(args: string[]): Promise<number> {
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  const abort = new AbortController();
  void untilAskedToStop().then(() => {
    abort.abort();
    endTasks();
  });
  const stages: Record<string, () => Promise<Tally[]>> = {
    checks: quickChecks,
    vitest: async () => [await vitest(['unit', 'wire', 'db'])],
    e2e: () => endToEnd(abort.signal, args),
  };
  const tallies: Tally[] = [];
  for (const [name, stage] of Object.entries(stages)) {
    if (only && only !== name) continue;
    tallies.push(...(await stage()));
    // what was cut short is not a pass
    if (abort.signal.aborted) {
      tallies.push({ passed: 0, failed: 1 });
      break;
    }
  }
  return summarise(tallies);
}
