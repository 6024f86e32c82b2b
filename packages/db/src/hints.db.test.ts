import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { connect } from './client.ts';
import { createHints, type Hint, listenHints } from './hints.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

test('equal hints within a pause arrive once, and the worker hears what the web process says', async () => {
  const heard: Hint[] = [];
  const listener = await listenHints(database.workerUrl, (hint) => heard.push(hint));
  const db = connect(database.webUrl, { name: 'hints', max: 1 });
  const hints = createHints(db);
  for (let n = 0; n < 50; n += 1) hints.changed('w1');
  hints.queued('c1');
  hints.wanted();
  await hints.flush();
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(heard).toEqual([
    { kind: 'changed', workspaceId: 'w1' },
    { kind: 'queued', channelId: 'c1' },
    { kind: 'wanted' },
  ]);
  await Promise.all([listener.close(), db.end()]);
});

test('a listener whose connection was cut hears again and is told that it missed something', async () => {
  const heard: Hint[] = [];
  let resumed = 0;
  const listener = await listenHints(database.workerUrl, (hint) => heard.push(hint), {
    name: 'cut-me',
    onResume: () => {
      resumed += 1;
    },
  });
  await database.admin`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cut-me'`;
  await vi.waitFor(() => expect(resumed).toBe(2), { timeout: 5000 });
  const db = connect(database.workerUrl, { name: 'hints', max: 1 });
  const hints = createHints(db);
  hints.emitted();
  await hints.flush();
  await vi.waitFor(() => expect(heard).toEqual([{ kind: 'emitted' }]));
  await Promise.all([listener.close(), db.end()]);
});
