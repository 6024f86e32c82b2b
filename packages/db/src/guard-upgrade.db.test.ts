import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../../drizzle');
let database: TestDatabase;
let sql: Sql;
let url: string;
let before: string;
beforeAll(async () => {
  database = await createDatabase();
  await database.admin.unsafe(`create database ${database.name}_old`);
  url = Object.assign(new URL(database.adminUrl), { pathname: `/${database.name}_old` }).href;
  sql = postgres(url, { max: 1, onnotice: () => {} });
  before = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-migrations-'));
  for (const file of fs.readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql') && name < '0010'))
    fs.copyFileSync(path.join(MIGRATIONS, file), path.join(before, file));
}, 60_000);
afterAll(async () => {
  await sql?.end({ timeout: 1 });
  await database.admin.unsafe(`drop database if exists ${database.name}_old with (force)`);
  fs.rmSync(before, { recursive: true, force: true });
  await database.drop();
});

test('people of an older installation keep their limit and their order; sessions of former tokens end once, and what happened stays', async () => {
  await migrate({ adminUrl: url, migrations: before, backfills: [], functions: false });
  const [person] = await sql`
    insert into guard.person (email, email_key, name, session_limit, login_seq) values ('a@recado.test', 'a@recado.test', 'Ana', 3, 7) returning id`;
  await sql`insert into guard.session (person_id, slot, seq, token_hash, browser, system, device_type, created_at, last_seen_at, last_input_at, idle_expires_at, abs_expires_at)
    values (${person?.id}, 1, 7, sha256('token'), 'Firefox', 'Linux', 'desktop', now(), now(), now(), 'infinity', 'infinity')`;
  await sql`insert into guard.session_event (person_id, kind, detail) values (${person?.id}, 'init', '{"from": "before"}')`;
  await migrate({ adminUrl: url });
  expect(
    await sql`select session_limit, login_seq, auth_epoch from guard.account where person_id = ${person?.id}`,
  ).toEqual([{ session_limit: 3, login_seq: '7', auth_epoch: 0 }]);
  const [session] =
    await sql`select end_reason, ended_at is not null ended from guard.session where person_id = ${person?.id}`;
  expect(session).toEqual({ end_reason: 'terminated', ended: true });
  expect(await sql`select kind, detail from guard.session_event where person_id = ${person?.id}`).toEqual([
    { kind: 'init', detail: { from: 'before' } },
  ]);
}, 60_000);
