import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const KIT = path.join(ROOT, 'node_modules/drizzle-kit/bin.cjs');
const run = promisify(execFile);

let migrated: TestDatabase;
let scratch: TestDatabase;
let written: Sql;
beforeAll(async () => {
  [migrated, scratch] = await Promise.all([createDatabase(), createDatabase()]);
  // an empty database beside them, filled from the TypeScript schema alone
  const name = `${scratch.name}_typed`;
  await scratch.admin.unsafe(`create database ${name}`);
  written = postgres(Object.assign(new URL(scratch.adminUrl), { pathname: `/${name}` }).href, {
    max: 1,
    onnotice: () => {},
  });
  const sql = await generate({ fromNothing: true });
  await written.unsafe(`create schema guard;
    create function guard.workspace_id() returns uuid language sql return null::uuid;
    create function guard.can_write() returns boolean language sql return false;
    create function guard.is_system() returns boolean language sql return false;
    create function guard.reach() returns text language sql return null::text;
    create function guard.person_id() returns uuid language sql return null::uuid;
    create function guard.sees_assignee(uuid) returns boolean language sql return false;
    create function guard.own_id() returns uuid language sql return null::uuid;
    create function guard.hidden_threads() returns uuid[] language sql return '{}'::uuid[];
    create function guard.hidden_contacts() returns uuid[] language sql return '{}'::uuid[];
    create function guard.hidden_names() returns uuid[] language sql return '{}'::uuid[];
    create function guard.hides_media(uuid) returns boolean language sql return false;
    create function guard.hides_entry(text, jsonb) returns boolean language sql return false`);
  const statements = sql.replace('CREATE SCHEMA "guard";', '');
  // an account's policy asks for the workspace, which comes later in the alphabet, and what search is made of is made by its migration
  const made = ['0055_search', '0078_contact_merges']
    .flatMap((name) =>
      fs.readFileSync(path.join(ROOT, `drizzle/${name}.sql`), 'utf8').split('--> statement-breakpoint'),
    )
    .filter((each) => /create (extension|text search|function)|alter text search/.test(each));
  const late = /^CREATE (POLICY|INDEX).*$/gm;
  await written.unsafe(
    `${statements.replace(late, '')}
    ;${made.map((each) => `${each.trim().replace(/;$/, '')};`).join('\n')}
    ;create function app.sees_conversation(uuid, uuid) returns boolean language sql return false;
    create function app.sees_contact(uuid, uuid) returns boolean language sql return false;
    create function app.sees_contact_row(uuid, uuid, uuid) returns boolean language sql return false;
    create function app.sees_media(uuid, uuid) returns boolean language sql return false;
    ${(statements.match(late) ?? []).join('\n')}`,
  );
}, 60_000);
afterAll(async () => {
  await written?.end({ timeout: 1 });
  await scratch.admin.unsafe(`drop database if exists ${scratch.name}_typed with (force)`);
  await Promise.all([migrated.drop(), scratch.drop()]);
});

const both = async (query: string) => {
  const [real, typed] = await Promise.all([migrated.admin.unsafe(query), written.unsafe(query)]);
  return { real: real.map((row) => row.it as string), typed: typed.map((row) => row.it as string) };
};
const TABLES = `pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname in ('app', 'wa', 'guard', 'jobs') and c.relkind in ('r', 'p') and not c.relispartition`;

test('the TypeScript schema has every table with its columns, types, nullability, defaults and identities', async () => {
  const { real, typed } = await both(`
    select concat_ws(' ', n.nspname || '.' || c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then 'not null' end, 'identity ' || nullif(a.attidentity::text, ''), 'default ' || pg_get_expr(d.adbin, d.adrelid)) it
      from ${TABLES} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum order by 1`);
  expect(real.length).toBeGreaterThan(200);
  expect(typed).toEqual(real);
});

test('it has the same keys under the same names', async () => {
  const { real, typed } = await both(`
    select k.conname || ' ' || k.conrelid::regclass || ' ' || pg_get_constraintdef(k.oid) it from ${TABLES}
      join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'f') order by 1`);
  expect(real.length).toBeGreaterThan(50);
  expect(typed).toEqual(real);
});

test('it has the same indexes', async () => {
  const { real, typed } = await both(`
    select replace(pg_get_indexdef(x.indexrelid), ' ON ONLY ', ' ON ') it from ${TABLES} join pg_index x on x.indrelid = c.oid order by 1`);
  expect(typed).toEqual(real);
});

test('it has the same policies', async () => {
  const { real, typed } = await both(`
    select concat_ws(' | ', schemaname || '.' || tablename, policyname, cmd, roles::text, qual, with_check) it from pg_policies
     where schemaname in ('app', 'wa', 'guard', 'jobs') order by 1`);
  expect(real.length).toBeGreaterThanOrEqual(80);
  expect(typed).toEqual(real);
});

test('the generator has nothing to change and its journal names every migration', async () => {
  expect(await generate({ fromNothing: false })).toBe('');
  const journal = JSON.parse(fs.readFileSync(path.join(ROOT, 'drizzle/meta/_journal.json'), 'utf8')) as {
    entries: { tag: string }[];
  };
  const files = fs.readdirSync(path.join(ROOT, 'drizzle')).filter((name) => name.endsWith('.sql'));
  expect(journal.entries.map((entry) => `${entry.tag}.sql`)).toEqual(files.sort());
}, 30_000);

/** What the generator would write into the next migration, from the present snapshot or from nothing; '' when there is nothing to change. */
async function generate({ fromNothing }: { fromNothing: boolean }): Promise<string> {
  // beneath the root, because the generator resolves paths from there and its config must find drizzle-kit
  const folder = fs.mkdtempSync(path.join(ROOT, '.cache/drizzle-'));
  try {
    if (!fromNothing) fs.cpSync(path.join(ROOT, 'drizzle'), folder, { recursive: true });
    const config = path.join(folder, 'drizzle.config.ts');
    const relative = path.relative(ROOT, folder);
    fs.writeFileSync(
      config,
      fs.readFileSync(path.join(ROOT, 'drizzle.config.ts'), 'utf8').replace("'./drizzle'", `'./${relative}'`),
    );
    const before = new Set(fs.readdirSync(folder));
    const { stdout } = await run(process.execPath, [KIT, 'generate', '--config', path.relative(ROOT, config)], {
      cwd: ROOT,
    });
    const made = fs.readdirSync(folder).find((name) => name.endsWith('.sql') && !before.has(name));
    if (!made && !stdout.includes('No schema changes')) throw new Error(stdout);
    return made ? fs.readFileSync(path.join(folder, made), 'utf8') : '';
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
