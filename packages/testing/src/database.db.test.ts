import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from './database.ts';

let first: TestDatabase;
let second: TestDatabase;
beforeAll(async () => {
  [first, second] = await Promise.all([createDatabase(), createDatabase()]);
});
afterAll(async () => {
  await Promise.all([first.drop(), second.drop()]);
});

test('every file has a database of its own', async () => {
  await first.admin`create table only_here (id int)`;
  const [row] = await second.admin`select to_regclass('only_here') as found`;
  expect(row?.found).toBeNull();
});

test.each(['web', 'worker', 'jobs'] as const)(
  'the role of %s logs in with a password and owns nothing',
  async (role) => {
    const [row] = await first[role]`
    select current_user as name, usesuper or usebypassrls as strong,
           (select count(*)::int from pg_class where relowner = (select oid from pg_roles where rolname = current_user)) as owned
    from pg_user where usename = current_user`;
    expect(row).toEqual({ name: `recado_${role}`, strong: false, owned: 0 });
  },
);

test('a wrong password is refused', async () => {
  const { default: postgres } = await import('postgres');
  const url = new URL(first.webUrl);
  url.password = 'not-it';
  const intruder = postgres(url.href, { max: 1 });
  await expect(intruder`select 1`).rejects.toMatchObject({ code: '28P01' });
  await intruder.end();
});
