import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Executor } from '@recado/embedded/executor';
import { median, type Result, say, show } from '../report.ts';
import type { BenchServer } from './bench-server.ts';
import { openInProcess } from './in-process.ts';
import { loadPgBoss, pgBoss, skipLocked } from './peers.ts';
import { sdkAlone } from './sdk-alone.ts';
import { oneStep } from './serve-in-process.ts';

/** Sends events in hundreds and resolves when no call but the `held` is left under way; answers runs per second. */
export async function rateOf(
  executor: Executor,
  name: string,
  runs: number,
  done: () => number,
  held = 0,
): Promise<number> {
  const before = done();
  const began = performance.now();
  for (let sent = 0; sent < runs; sent += 100) {
    const count = Math.min(100, runs - sent);
    await executor.send(Array.from({ length: count }, (_, n) => ({ name, data: { n: sent + n } })));
  }
  const deadline = performance.now() + 120_000;
  while (done() - before < runs) {
    if (performance.now() > deadline) throw new Error(`${done() - before} of ${runs} runs of ${name} in two minutes`);
    await pause(2);
  }
  // a step has run when its result is stored, too
  while ((await executor.stats()).queue.claimed > held) await pause(2);
  return (runs * 1000) / (performance.now() - began);
}

/** One-step runs per second beside its floors, interleaved: each round begins with another of them. */
export async function throughput(
  server: BenchServer,
  options: { rounds: number; runs: number; workers: number },
): Promise<Result[]> {
  const { rounds, runs, workers } = options;
  const PgBoss = await loadPgBoss();
  const database = await server.newDatabase();
  const peers = await server.newDatabase();
  let ran = 0;
  const single = oneStep('single', () => {
    ran += 1;
  });
  const executor = await openInProcess({
    databaseUrl: database.jobsUrl,
    workers,
    functions: (inngest) => [single(inngest)],
  });
  const samples = { ours: [] as number[], sdk: [] as number[], plain: [] as number[], boss: [] as number[] };
  const variants: [keyof typeof samples, () => Promise<number>][] = [
    ['ours', () => rateOf(executor, 'bench/single', runs, () => ran)],
    ['sdk', () => sdkAlone(runs, workers)],
    ['plain', () => skipLocked(peers, runs, workers)],
  ];
  if (PgBoss) variants.push(['boss', () => pgBoss(PgBoss, peers, runs, workers)]);
  try {
    // the first round of each warms what it needs and is not counted
    for (let round = 0; round <= rounds; round++) {
      for (let turn = 0; turn < variants.length; turn++) {
        const [name, measure] = variants[(round + turn) % variants.length] as (typeof variants)[number];
        const rate = await measure();
        if (round > 0) samples[name].push(rate);
      }
      if (round > 0)
        say(
          `round ${round}: ${Object.entries(samples)
            .map(([name, all]) => `${name} ${Math.round(all.at(-1) ?? 0)}`)
            .join(', ')}`,
        );
    }
  } finally {
    await executor.stop();
  }
  const share = samples.ours.map((rate, round) => rate / (samples.sdk[round] as number));
  const boss = samples.boss.length > 0 ? median(samples.boss) : undefined;
  return [
    show({
      name: 'one-step runs, embedded executor',
      unit: '/s',
      samples: samples.ours,
      limit: median(samples.sdk),
      ...(boss === undefined ? {} : { peer: boss }),
      least: 400,
    }),
    show({ name: 'share of the SDK with no store', unit: 'x', samples: share, least: 0.5 }),
    show({ name: 'the SDK with no store', unit: '/s', samples: samples.sdk }),
    show({ name: 'bare SKIP LOCKED queue', unit: '/s', samples: samples.plain }),
    ...(boss === undefined ? [] : [show({ name: 'pg-boss', unit: '/s', samples: samples.boss })]),
  ];
}
