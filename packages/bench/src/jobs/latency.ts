import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { percentile, type Result, say, show } from '../report.ts';
import type { BenchServer } from './bench-server.ts';
import { openInProcess } from './in-process.ts';
import { oneStep } from './serve-in-process.ts';

const CHANNEL = 'bench_emitted';

/**
 * Milliseconds from the commit of a transaction that emitted an event to the first line of the step it starts, on an idle
 * executor: the hint after the commit travels by NOTIFY on another connection, as the product's does.
 */
export async function latency(server: BenchServer, options: { events: number; workers: number }): Promise<Result[]> {
  const database = await server.newDatabase();
  const sql = postgres(database.jobsUrl, { max: 3, onnotice: () => {} });
  let begun: (at: number) => void = () => {};
  const executor = await openInProcess({
    databaseUrl: database.jobsUrl,
    workers: options.workers,
    functions: (inngest) => [oneStep('single', () => begun(performance.now()))(inngest)],
  });
  const samples: number[] = [];
  try {
    await sql.listen(CHANNEL, () => void executor.takeOutbox());
    for (let n = 0; n < options.events + 20; n++) {
      await pause(25);
      const first = new Promise<number>((resolve) => {
        begun = resolve;
      });
      await sql.begin((tx) => tx`select jobs.emit_global('bench/single', ${tx.json({ n })})`);
      const committed = performance.now();
      await sql.notify(CHANNEL, '');
      const at = await first;
      // what comes first pays for plans and compilers
      if (n >= 20) samples.push(at - committed);
    }
  } finally {
    await executor.stop();
    await sql.end({ timeout: 1 });
  }
  say(`commit to first line: p99 ${percentile(samples, 0.99).toFixed(1)} ms`);
  const blocks = Array.from({ length: 5 }, (_, block) => samples.filter((_each, n) => n % 5 === block));
  return [
    show({
      name: 'commit to first line of the step, p50',
      unit: 'ms',
      samples: blocks.map((block) => percentile(block, 0.5)),
      most: 20,
    }),
  ];
}
