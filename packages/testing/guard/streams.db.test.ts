import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { reconnectUnderTraffic } from '../src/soak/streams.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('browsers that are torn from their stream while others write, and come back at another process, miss nothing and see nothing that never was', async () => {
  const seed = 11;
  const result = await reconnectUnderTraffic({
    ...{ adminUrl: db.adminUrl, trialUrl: db.trialUrl, keys: `k1:${randomBytes(32).toString('base64')}` },
    ...{ reconnects: 24, processes: 2, seed },
  });
  expect({ seed, violations: result.violations, reconnects: result.reconnects }).toEqual({
    seed,
    violations: [],
    reconnects: 24,
  });
  // how much is written while they are torn depends on how fast they come back
  expect(result.written).toBeGreaterThanOrEqual(5);
}, 60_000);
