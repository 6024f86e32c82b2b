import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { displaceOverHttp } from '../src/soak/displacement.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('a loser whose stream is open at any of two web processes is told within a second, and nothing else after the winner was answered', async () => {
  const seed = 5;
  const result = await displaceOverHttp({
    ...{ adminUrl: db.adminUrl, trialUrl: db.trialUrl, keys: `k1:${randomBytes(32).toString('base64')}` },
    ...{ displacements: 20, processes: 2, seed },
  });
  expect({ seed, violations: result.violations, told: result.timesMs.length }).toEqual({
    seed,
    violations: [],
    told: 20,
  });
  expect(result.timesMs.at(-1)).toBeLessThan(1_000);
}, 60_000);
