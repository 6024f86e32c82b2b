import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePerson, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { cleanupInactiveSessions } from './index.ts';

let db: TestDatabase;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'sessions', max: 4 });
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

const clean = async () => (await cleanupInactiveSessions({ db: jobs }, null)).cleanedCount;

test('sessions that ran out are marked with their reason and moment, once, however many clean at once', async () => {
  const person = await makePerson(db.admin, { sessionLimit: 30 });
  const open = async (n: number) => (await openTestSession(db.hasty, person.id, { device: `d${n}` })).sessionId;
  const [idle, absolute, live] = [await open(1), await open(2), await open(3)];
  for (let n = 4; n < 20; n += 1) await open(n);
  await db.admin`update guard.session set idle_expires_at = now() - interval '10 minutes' where id not in (${absolute}, ${live})`;
  await db.admin`update guard.session set abs_expires_at = now() - interval '1 minute' where id = ${absolute}`;
  const counts = await Promise.all([1, 2, 3, 4].map(() => clean()));
  expect(counts.reduce((sum, n) => sum + n)).toBe(18);
  const rows =
    await db.admin`select id, end_reason, ended_at < now() - interval '30 seconds' as before from guard.session where id in (${idle}, ${absolute}, ${live})`;
  const ends = Object.fromEntries(rows.map((row) => [row.id, [row.end_reason, row.before]]));
  expect(ends).toEqual({ [idle]: ['idle', true], [absolute]: ['absolute', true], [live]: [null, null] });
  const told =
    await db.admin`select session_id, count(*)::int n from guard.session_event where kind in ('idle', 'absolute') group by 1`;
  expect(told).toHaveLength(18);
  expect(told.every((row) => row.n === 1)).toBe(true);
  expect(await clean()).toBe(0);
});

test('cleaning while people log in ends nobody twice and holds nobody up', async () => {
  const person = await makePerson(db.admin, { sessionLimit: 2 });
  for (let round = 0; round < 10; round += 1) {
    await openTestSession(db.hasty, person.id);
    await db.admin`update guard.session set idle_expires_at = now() - interval '1 minute' where person_id = ${person.id} and ended_at is null`;
    await Promise.all([openTestSession(db.hasty, person.id), openTestSession(db.hasty, person.id), clean(), clean()]);
  }
  const [row] =
    await db.admin`select count(*)::int n from guard.session where person_id = ${person.id} and ended_at is null`;
  expect(row?.n).toBeLessThanOrEqual(2);
});

test('what sessions met is kept for three months', async () => {
  const person = await makePerson(db.admin);
  await db.admin`insert into guard.session_event (person_id, kind, at) values
    (${person.id}, 'init', now() - interval '91 days'), (${person.id}, 'init', now() - interval '89 days')`;
  await Promise.all([clean(), clean()]);
  expect(await db.admin`select 1 from guard.session_event where person_id = ${person.id}`).toHaveLength(1);
});
