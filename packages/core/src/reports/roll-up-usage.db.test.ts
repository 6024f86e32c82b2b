import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import type { Logger } from '@recado/runtime/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { type Ctx, listWorkspaceIds } from '../kernel/index.ts';
import { rollUpUsage } from './index.ts';

let db: TestDatabase;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'usage', max: 4 });
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
});

const rollUp = (workspaceId: string) =>
  rollUpUsage(
    {
      workspaceId,
      door: { kind: 'system', reason: 'usage trial' },
      db: jobs,
      log: {} as Logger,
      requestId: 'r',
      locale: 'es',
    } as unknown as Ctx,
    {},
  );
const figures = async (workspaceId: string) => {
  const rows =
    await db.admin`select day::text, metric, amount from app.usage_day where workspace_id = ${workspaceId} order by day, metric`;
  return rows.map((row) => `${row.day} ${row.metric} ${row.amount}`);
};

/** A company whose clock is twelve hours before the world's, so that its days are not UTC's; and how it writes a message. */
async function company(zone = 'Etc/GMT+12') {
  const { id } = await makeWorkspace(db.admin);
  await db.admin`update app.workspace set time_zone = ${zone} where id = ${id}`;
  const threads = [await makeConversation(db.admin, id), await makeConversation(db.admin, id)];
  let seq = 0;
  const write = async (
    thread: number,
    direction: 'in' | 'out',
    occurredAt: string,
    status = direction === 'in' ? 9 : 3,
  ) => {
    const { conversationId, channelId } = threads[thread] as (typeof threads)[number];
    seq += 1;
    await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
      values (${id}, ${conversationId}, ${channelId}, ${seq}, ${direction}, 'x', ${randomUUID()}, ${direction === 'in' ? 'contact' : 'person'}, ${status}, ${occurredAt}::timestamptz)`;
  };
  const dayOf = async (back: number): Promise<{ day: string; noon: string }> => {
    const [row] = await db.admin`select d::text as day, ((d + time '12:00') at time zone ${zone})::text as noon
      from (select ((now() at time zone ${zone})::date - ${back}::int) d) x`;
    return { day: row?.day, noon: row?.noon };
  };
  return { id, write, dayOf };
}

test('counts days as the clocks of the company show them, and the same again changes nothing', async () => {
  const { id, write, dayOf } = await company();
  const [yesterday, older] = [await dayOf(1), await dayOf(5)];
  await write(0, 'in', yesterday.noon);
  await write(0, 'in', yesterday.noon);
  await write(0, 'out', yesterday.noon);
  await write(1, 'out', yesterday.noon);
  await write(1, 'out', yesterday.noon, 2);
  await write(1, 'in', older.noon);
  expect(await rollUp(id)).toEqual({ changed: 7 });
  const expected = [
    `${older.day} contacts_active 1`,
    `${older.day} conversations_active 1`,
    `${older.day} messages_in 1`,
    `${yesterday.day} contacts_active 1`,
    `${yesterday.day} conversations_active 2`,
    `${yesterday.day} messages_in 2`,
    `${yesterday.day} messages_out 2`,
  ];
  expect(await figures(id)).toEqual(expected);
  expect(await rollUp(id)).toEqual({ changed: 0 });
});

test('two that count at once write the same figures', async () => {
  const { id, write, dayOf } = await company();
  const { day, noon } = await dayOf(1);
  for (let n = 0; n < 5; n += 1) await write(n % 2, 'in', noon);
  await Promise.all([rollUp(id), rollUp(id), rollUp(id)]);
  expect(await figures(id)).toEqual([
    `${day} contacts_active 2`,
    `${day} conversations_active 2`,
    `${day} messages_in 5`,
  ]);
});

test('a late message is counted on its day, and one that is gone is counted no more', async () => {
  const { id, write, dayOf } = await company();
  const { day, noon } = await dayOf(1);
  await write(0, 'in', noon);
  await rollUp(id);
  await write(0, 'in', noon);
  await rollUp(id);
  expect(await figures(id)).toContain(`${day} messages_in 2`);
  await db.admin`delete from app.message where workspace_id = ${id}`;
  await rollUp(id);
  expect(await figures(id)).toEqual([
    `${day} contacts_active 0`,
    `${day} conversations_active 0`,
    `${day} messages_in 0`,
  ]);
});

test('a zone that no clock knows is read as UTC, and one company sees nothing of another', async () => {
  const lost = await company('Etc/GMT+12');
  await db.admin`update app.workspace set time_zone = 'Mars/Olympus' where id = ${lost.id}`;
  const { noon } = await lost.dayOf(1);
  await lost.write(0, 'in', noon);
  const other = await company();
  await rollUp(lost.id);
  await rollUp(other.id);
  expect(await figures(lost.id)).toHaveLength(3);
  expect(await figures(other.id)).toEqual([]);
});

test('companies are visited page by page, each once', async () => {
  const all = (await db.admin`select id from app.workspace order by id`).map((row) => row.id);
  const seen: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await listWorkspaceIds(jobs, after, 2);
    seen.push(...page);
    after = page.at(-1) ?? null;
    if (page.length < 2) break;
  }
  expect(seen).toEqual(all);
});
