// program: `npm run soak -- billing [--seed 1] [--cases 2000]`
import { parseArgs } from 'node:util';
import { tryHistories } from '../billing/histories.ts';
import { startTestServer } from '../test-server.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Random histories of accounts that pay, told in random ways; throws with the first that ends otherwise than its provider says. */
export async function run({ seed, cases }: { seed: number; cases: number }): Promise<void> {
  print(`billing: seed ${seed}, ${cases} histories`);
  const server = await startTestServer();
  try {
    const started = performance.now();
    await tryHistories({ cases, seed }, server);
    print(`billing: all as their provider says, in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  } finally {
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, cases: { type: 'string' } } });
  await run({ seed: Number(values.seed ?? Date.now() % 100_000), cases: Number(values.cases ?? 2_000) });
}
