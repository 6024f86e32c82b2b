import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../testing/src/database.ts';
import { type Backfill, migrate } from './migrate.ts';

let db: TestDatabase;
let folder: string;
beforeEach(async () => {
  db = await createDatabase();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-migrations-'));
});
afterEach(async () => {
  await db.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text);
const appliedNames = async () =>
  (
    await db.admin`select name from ops.migration where name not like 'fn:%' and name like '9%' order by applied_at`
  ).map((row) => row.name);

test('a second run finds nothing to do', async () => {
  expect(await migrate({ adminUrl: db.adminUrl })).toEqual({ applied: [] });
});

test('two processes that start at once take turns, and each migration is applied once', async () => {
  const script = `
    import { migrate } from ${JSON.stringify(path.join(import.meta.dirname, 'migrate.ts'))};
    const { applied } = await migrate({ adminUrl: process.argv[1], migrations: process.argv[2] });
    console.log(JSON.stringify(applied));`;
  put('9000_slow.sql', 'create table public.once (id int); insert into public.once values (1); select pg_sleep(0.3)');
  put('9001_next.sql', 'insert into public.once values (2)');
  const start = () =>
    new Promise<string[]>((resolve, reject) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, db.adminUrl, folder], {
        cwd: import.meta.dirname,
      });
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      child.on('exit', (code) => (code === 0 ? resolve(JSON.parse(out)) : reject(new Error(err))));
    });
  const applied = await Promise.all([start(), start()]);
  expect(applied.sort((a, b) => a.length - b.length)).toEqual([[], ['9000_slow.sql', '9001_next.sql']]);
  expect(await db.admin`select id from public.once order by id`).toEqual([{ id: 1 }, { id: 2 }]);
});

test('a migration that was changed after it had been applied is refused', async () => {
  put('9000_first.sql', 'create table public.first (id int)');
  await migrate({ adminUrl: db.adminUrl, migrations: folder });
  put('9000_first.sql', 'create table public.first (id bigint)');
  put('9001_second.sql', 'create table public.second (id int)');
  await expect(migrate({ adminUrl: db.adminUrl, migrations: folder })).rejects.toThrow(
    '9000_first.sql was changed after it had been applied',
  );
  expect(await appliedNames()).toEqual(['9000_first.sql']);
});

test('a migration that fails leaves nothing of itself, and those before it stay', async () => {
  put('9000_good.sql', 'create table public.good (id int)');
  put('9001_bad.sql', 'create table public.half (id int)\n--> statement-breakpoint\nselect 1 / 0');
  await expect(migrate({ adminUrl: db.adminUrl, migrations: folder })).rejects.toThrow('division by zero');
  expect(await appliedNames()).toEqual(['9000_good.sql']);
  expect((await db.admin`select to_regclass('public.half') as found`)[0]?.found).toBeNull();
});

describe('expand, backfill, contract', () => {
  const EXPAND =
    'create table public.person (id int, name text, first_name text); insert into public.person (id, name) select n, $$Ana $$ || n from generate_series(1, 25) n';
  const CONTRACT = '-- needs backfill: first-names\nalter table public.person alter first_name set not null, drop name';

  /** Ten rows at a time; stops with an error after a number of steps. */
  const firstNames = (failAfter = Number.POSITIVE_INFINITY): Backfill & { steps: number } => ({
    id: 'first-names',
    steps: 0,
    async step(sql: Sql) {
      if (this.steps === failAfter) throw new Error('stopped');
      this.steps += 1;
      const done = await sql`update public.person set first_name = split_part(name, ' ', 1)
        where id in (select id from public.person where first_name is null order by id limit 10)`;
      return done.count > 0;
    },
  });

  test('the contract waits for the backfill, whatever the size', async () => {
    put('9000_expand.sql', EXPAND);
    put('9001_contract_names.sql', CONTRACT);
    const backfill = firstNames();
    await migrate({ adminUrl: db.adminUrl, migrations: folder, backfills: [backfill] });
    expect(backfill.steps).toBe(4);
    expect(await db.admin`select distinct first_name from public.person`).toEqual([{ first_name: 'Ana' }]);
    const again = firstNames();
    await migrate({ adminUrl: db.adminUrl, migrations: folder, backfills: [again] });
    expect(again.steps).toBe(0);
  });

  test('a backfill that was stopped goes on where it was, and the contract is not applied before', async () => {
    put('9000_expand.sql', EXPAND);
    put('9001_contract_names.sql', CONTRACT);
    await expect(migrate({ adminUrl: db.adminUrl, migrations: folder, backfills: [firstNames(1)] })).rejects.toThrow(
      'stopped',
    );
    expect(await appliedNames()).toEqual(['9000_expand.sql']);
    expect((await db.admin`select count(*)::int as n from public.person where first_name is null`)[0]?.n).toBe(15);
    const rest = firstNames();
    await migrate({ adminUrl: db.adminUrl, migrations: folder, backfills: [rest] });
    expect(rest.steps).toBe(3);
    expect(await appliedNames()).toEqual(['9000_expand.sql', '9001_contract_names.sql']);
  });

  test('a contract that needs a backfill which nobody wrote is refused', async () => {
    put('9000_expand.sql', EXPAND);
    put('9001_contract_names.sql', CONTRACT);
    await expect(migrate({ adminUrl: db.adminUrl, migrations: folder })).rejects.toThrow(
      'needs the backfill "first-names", which does not exist',
    );
    expect(await appliedNames()).toEqual(['9000_expand.sql']);
  });
});

test('a function that was altered by hand stays until its file changes; a lost grant comes back with the next change', async () => {
  await db.admin`revoke execute on function app.iso(timestamptz) from recado_runtime`;
  await db.admin`update ops.migration set hash = 'older' where name = 'fn:app/010-rows.sql'`;
  await migrate({ adminUrl: db.adminUrl });
  expect(
    (await db.admin`select has_function_privilege('recado_web', 'app.iso(timestamptz)', 'execute') as may`)[0]?.may,
  ).toBe(true);
});
