import { performance } from 'node:perf_hooks';
import type { Inngest, InngestFunction } from 'inngest';
import { type Result, show } from '../report.ts';
import type { BenchServer } from './bench-server.ts';
import { openInProcess } from './in-process.ts';
import { oneStep } from './serve-in-process.ts';

/** One run sends ten thousand events in steps; each starts a run of one step. Seconds until the last has ended. */
export async function fanOut(server: BenchServer, options: { events: number; workers: number }): Promise<Result[]> {
  const { events, workers } = options;
  const database = await server.newDatabase();
  const handled = new Set<number>();
  let all = (): void => {};
  const whole = new Promise<void>((resolve) => {
    all = resolve;
  });
  const handler = oneStep('handle', ({ n }) => {
    handled.add(n as number);
    if (handled.size === events) all();
  });
  const sender = (inngest: Inngest): InngestFunction.Any =>
    inngest.createFunction({ id: 'fan', triggers: [{ event: 'bench/fan' }] }, async ({ step }) => {
      for (let sent = 0; sent < events; sent += 500)
        await step.sendEvent(
          `from ${sent}`,
          Array.from({ length: 500 }, (_, n) => ({ name: 'bench/handle', data: { n: sent + n } })),
        );
    }) as InngestFunction.Any;
  const executor = await openInProcess({
    databaseUrl: database.jobsUrl,
    workers,
    functions: (inngest) => [sender(inngest), handler(inngest)],
  });
  try {
    const began = performance.now();
    await executor.send([{ name: 'bench/fan', data: {} }]);
    const late = setTimeout(all, 150_000);
    await whole;
    clearTimeout(late);
    if (handled.size !== events) throw new Error(`${handled.size} of ${events} events were handled`);
    while ((await executor.stats()).queue.claimed > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const seconds = (performance.now() - began) / 1000;
    return [show({ name: `${events} events fanned out and handled`, unit: 's', samples: [seconds], most: 45 })];
  } finally {
    await executor.stop();
  }
}
