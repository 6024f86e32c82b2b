import { performance } from 'node:perf_hooks';
import type { Inngest, InngestFunction } from 'inngest';
import { type Result, say, show } from '../report.ts';
import type { BenchServer } from './bench-server.ts';
import { openInProcess } from './in-process.ts';
import { oneStep } from './serve-in-process.ts';
import { rateOf } from './throughput.ts';

/**
 * How much slower a function is that was never run before, while others wait by the ten thousand on tables that were never
 * analysed: the rate on an empty database, to the rate on one with the backlog, both made anew for each round.
 */
export async function backlog(
  server: BenchServer,
  options: { rounds: number; waiting: number; runs: number; workers: number },
): Promise<Result[]> {
  const ratios: number[] = [];
  // compilers warm up before anything is compared
  await measure(server, { ...options, waiting: 0 });
  for (let round = 0; round < options.rounds; round++) {
    const empty = await measure(server, { ...options, waiting: 0 });
    const full = await measure(server, options);
    say(
      `backlog round ${round + 1}: ${Math.round(empty)} /s empty, ${Math.round(full)} /s with ${options.waiting} waiting`,
    );
    ratios.push(empty / full);
  }
  return [
    show({ name: `slower with ${options.waiting} waiting, never analysed`, unit: 'x', samples: ratios, most: 1.5 }),
  ];
}

async function measure(
  server: BenchServer,
  { waiting, runs, workers }: { waiting: number; runs: number; workers: number },
): Promise<number> {
  const database = await server.newDatabase();
  const tables = await database.admin<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'jobs'`;
  for (const { name } of tables) await database.admin.unsafe(`alter table ${name} set (autovacuum_enabled = false)`);
  let ran = 0;
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const gated = (inngest: Inngest): InngestFunction.Any =>
    inngest.createFunction({ id: 'gated', concurrency: 1, triggers: [{ event: 'bench/gated' }] }, async () => {
      await held;
    }) as InngestFunction.Any;
  const single = oneStep('single', () => {
    ran += 1;
  });
  const executor = await openInProcess({
    databaseUrl: database.jobsUrl,
    workers,
    functions: (inngest) => [gated(inngest), single(inngest)],
  });
  try {
    const began = performance.now();
    for (let sent = 0; sent < waiting; sent += 500)
      await executor.send(Array.from({ length: 500 }, (_, n) => ({ name: 'bench/gated', data: { n: sent + n } })));
    // the events have become runs before anything is measured
    const isQuiet = async (): Promise<boolean> => {
      const { queue } = await executor.stats();
      return queue.ready === 0 && queue.blocked + queue.claimed >= waiting;
    };
    while (!(await isQuiet())) {
      if (performance.now() - began > 90_000) throw new Error(`the backlog of ${waiting} was not there after 90 s`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return await rateOf(executor, 'bench/single', runs, () => ran, waiting > 0 ? 1 : 0);
  } finally {
    const stopping = executor.stop();
    letGo();
    await stopping;
  }
}
