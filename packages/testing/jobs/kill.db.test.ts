import { expect, test } from 'vitest';
import { killJobs } from '../src/soak/jobs/kill-jobs.ts';

test('ten kills of executor, app and Postgres over 500 runs lose nothing and repeat nothing that was stored', async () => {
  const seed = Date.now() % 90_000;
  console.log(`recado  the kills of background work have seed ${seed}: npm run soak -- jobs --kills 10 --seed ${seed}`);
  const report = await killJobs({ kills: 10, runs: 500, seed, say: () => {} });
  expect(report.problems).toEqual([]);
  expect(report.runs).toBeGreaterThanOrEqual(500);
  expect(report.rolledBack).toBeGreaterThan(0);
}, 240_000);
