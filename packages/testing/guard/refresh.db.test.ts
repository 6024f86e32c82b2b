import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { refreshAndReplay } from '../src/soak/refresh.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

test('10,000 refreshes over 8 tabs with a fifth of the answers lost log nobody out, and 100 tokens that come back end their sessions', async () => {
  const seed = 5;
  const urls = { adminUrl: db.adminUrl, trialUrl: db.trialUrl };
  const result = await refreshAndReplay({ ...urls, refreshes: 10_000, replays: 100, seed });
  expect({ seed, ...result, falseLogouts: result.falseLogouts.slice(0, 5) }).toMatchObject({
    ...{ seed, falseLogouts: [], missed: [], fooled: [], replays: 100 },
  });
  expect(result.refreshes).toBeGreaterThanOrEqual(9_600);
  expect(result.rotations).toBeGreaterThan(1_000);
  const [mails] = await db.admin`select count(*)::int n from guard.outgoing_mail where template = 'session-copied'`;
  expect(mails?.n).toBe(100);
}, 300_000);
