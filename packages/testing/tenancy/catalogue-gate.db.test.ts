import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { findCatalogueFaults } from '../src/tenancy/catalogue-faults.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  await db.drop();
});

/** The faults after some DDL, in a transaction that is rolled back. */
async function faultsAfter(statements: string): Promise<string[]> {
  let faults: string[] = [];
  const undo = new Error('undo');
  await db.admin
    .begin(async (tx: TransactionSql) => {
      await tx.unsafe(statements);
      faults = await findCatalogueFaults(tx);
      throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  return faults;
}

test('the migrated database has no fault', async () => {
  expect(await findCatalogueFaults(db.admin)).toEqual([]);
});

const planted: [name: string, statements: string, fault: string | RegExp][] = [
  [
    'a new table without row security',
    'create table app.scrap (workspace_id uuid not null)',
    'table app.scrap has no row security',
  ],
  [
    'row security that spares the owner',
    'alter table app.contact no force row level security',
    'table app.contact does not force row security on its owner',
  ],
  [
    'a table whose policies are all gone',
    'drop policy account_read on app.account; drop policy guard_all on app.account',
    'table app.account has no policy',
  ],
  [
    'a policy that lets everybody through',
    'create policy open on app.contact for select using (true)',
    'policy open on app.contact lets everybody through',
  ],
  [
    "a guard's policy widened to everybody",
    'alter policy guard_all on app.workspace to public',
    'policy guard_all on app.workspace lets everybody through',
  ],
  [
    'a policy without a check on writes',
    'create policy bare on app.contact for insert with check (name is null)',
    'policy bare on app.contact does not ask for the workspace',
  ],
  [
    'a policy that forgets who may write',
    'alter policy tenant_delete on app.contact using (workspace_id = (select guard.workspace_id()))',
    'policy tenant_delete on app.contact does not ask for the right to write',
  ],
  [
    'an update policy without a check',
    'create policy half on app.contact for update using (workspace_id = (select guard.workspace_id()) and (select guard.can_write()))',
    'policy half on app.contact has no check on what is written',
  ],
  [
    'a runtime role that bypasses row security',
    'alter role recado_jobs bypassrls',
    'role recado_jobs bypasses row security',
  ],
  ['a runtime role that owns a table', 'alter table app.media owner to recado_web', 'role recado_web owns something'],
  [
    'a runtime role that may become the owner',
    'grant recado_owner to recado_worker',
    'role recado_worker may become an owner',
  ],
  [
    'a definer function without a pinned search_path',
    'alter function guard.mac(text) reset search_path',
    'function guard.mac(text) has no pinned search_path',
  ],
  [
    'a definer function of another owner',
    'alter function app.iso(timestamptz) security definer',
    /function app\.iso\(.*\) runs with the rights of an owner other than the guard/,
  ],
  [
    'a function that PUBLIC may call',
    'grant execute on function guard.set_context(uuid, text, text, text, text, uuid) to public',
    'function guard.set_context(uuid,text,text,text,text,uuid) may be executed by PUBLIC',
  ],
  [
    'a function granted to a role that is not on the list',
    'grant execute on function guard.enter_system(uuid, text) to recado_web',
    'execute of guard.enter_system(uuid,text) to recado_web is granted but not listed',
  ],
  [
    'a function that lost its grant',
    'revoke execute on function guard.enter(bytea, uuid, uuid) from recado_web',
    'execute of guard.enter(bytea,uuid,uuid) to recado_web is listed but not granted',
  ],
  [
    'a materialized view',
    'create materialized view app.tally as select count(*) from app.contact',
    'materialized view app.tally knows no row security',
  ],
  [
    'a view that reads as its owner',
    'create view app.everything as select * from app.contact',
    'view app.everything reads with the rights of its owner',
  ],
  [
    'a unique index that tells of other companies',
    'create unique index contact_email on app.contact (email)',
    'index app.contact_email is not led by workspace_id',
  ],
  [
    'a foreign key that crosses companies',
    'alter table app.contact add unique (id); alter table app.media add contact_id uuid references app.contact (id)',
    'foreign key media_contact_id_fkey of app.media does not lead with workspace_id',
  ],
  [
    'a workspace_id that may be null',
    'create table app.scrap (workspace_id uuid)',
    'table app.scrap has a workspace_id that may be null',
  ],
  ['a table that PUBLIC may read', 'grant select on app.contact to public', 'PUBLIC has SELECT on app.contact'],
  [
    'a column that PUBLIC may read',
    'grant select (name) on app.contact to public',
    'PUBLIC has SELECT on column app.contact.name',
  ],
  [
    "a runtime role that may read the guard's secret",
    'grant select on guard.secret to recado_web',
    'role recado_web may select on guard.secret',
  ],
  [
    'a runtime role that may truncate',
    'grant truncate on app.contact to recado_web',
    'role recado_web may truncate on app.contact',
  ],
  [
    "a table of background work that a company's process may read",
    'grant select on jobs.run to recado_web',
    'role recado_web may select on jobs.run',
  ],
  [
    'an outbox that may be written past its door',
    'grant insert on jobs.outbox to recado_jobs',
    'role recado_jobs may insert on jobs.outbox',
  ],
  [
    'a policy on background work for everybody',
    'alter policy jobs_all on jobs.event to public',
    'policy jobs_all on jobs.event lets everybody through',
  ],
  [
    'a partition that is reached around its parent',
    'grant select on app.message_p3 to recado_web',
    'table app.message_p3 is a partition that somebody may reach around its parent',
  ],
];

test.each(planted)('catches %s', async (_name, statements, fault) => {
  const faults = await faultsAfter(statements);
  if (typeof fault === 'string') expect(faults).toContain(fault);
  else expect(faults.some((each) => fault.test(each))).toBe(true);
});
