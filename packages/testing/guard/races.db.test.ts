import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { raceOverHttp } from '../src/soak/http-races.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('50 proved logins take their last step at once on three web processes: the limit lives, the last wins, every loser is refused next', async () => {
  const seed = 11;
  const result = await raceOverHttp({
    ...{ adminUrl: db.adminUrl, trialUrl: db.trialUrl, keys: `k1:${randomBytes(32).toString('base64')}` },
    ...{ limits: [1, 3], rounds: 20, attempts: 50, processes: 3, seed },
  });
  expect({ seed, violations: result.violations.slice(0, 10), logins: result.logins }).toEqual({
    seed,
    violations: [],
    logins: 2_000,
  });
  expect(result.refusals).toBe(20 * (49 + 47));
  // the ways in are asked of the router and the front door: pages, stream, files and every procedure behind a session
  expect([...result.hits.keys()]).toEqual(
    expect.arrayContaining(['page', 'live', 'upload', 'media', 'conversations.list', 'channels.create']),
  );
  expect(result.hits.size).toBeGreaterThan(20);
  // dealt evenly: each as often as any other
  expect(Math.min(...result.hits.values())).toBe(Math.floor(result.refusals / result.hits.size));
}, 300_000);
