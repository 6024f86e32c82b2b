import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sql, TransactionSql } from 'postgres';

const GRANTS = path.resolve(import.meta.dirname, '../../../db/functions/zz-grants.sql');
const RUNTIME_ROLES = ['recado_runtime', 'recado_web', 'recado_worker', 'recado_jobs'];

/** Indexes that are not led by the workspace, each with the reason why that tells no company about another. */
const UNLED_INDEXES: Record<string, string> = {
  'app.account_pkey': 'an account stands above workspaces; its id is a uuid',
  'app.workspace_pkey': 'the workspace itself',
  'app.workspace_slug_key': 'a slug is public by nature; only the sign-up function inserts, and it evades a taken one',
  'app.workspace_account': 'workspaces of one account, for the guard',
  'app.member_person': 'workspaces of one person, for the guard',
  'app.audit_entry_xid': 'what the sealer has not linked yet, across companies; for the guard',
  'app.notification_age': 'the sweep of what people were told, for the guard',
  'app.change_age': 'the sweep of old change rows, for the guard',
  'wa.lease_pkey': 'one holder per number across companies; written by the guard only',
  'wa.number_pkey': 'a number lives in one workspace; written by the guard only',
  'wa.number_channel_id_key': 'one number per channel; written by the guard only',
};

/** Functions that migrations grant; every other grant stands in zz-grants.sql. */
const GRANTED_BY_MIGRATION = [
  'grant execute on function guard.workspace_id(), guard.can_write(), guard.is_system() to recado_runtime, recado_owner;',
];

/**
 * Asks the catalogue of a database whether tenancy holds by construction and answers one sentence per fault, none when it does.
 * It reads what the server would do, never the source.
 */
export async function findCatalogueFaults(sql: Sql | TransactionSql): Promise<string[]> {
  const faults: string[] = [];
  for (const check of CHECKS) faults.push(...(await sql.unsafe(check)).map((row) => row.fault as string));
  for (const row of await sql.unsafe(INDEXES)) {
    if (!(row.name in UNLED_INDEXES)) faults.push(`index ${row.name} is not led by workspace_id`);
  }
  const allowed = await allowedExecutes(sql);
  const actual = new Set((await sql.unsafe(EXECUTES)).map((row) => `${row.name} to ${row.grantee}`));
  for (const each of actual) if (!allowed.has(each)) faults.push(`execute of ${each} is granted but not listed`);
  for (const each of allowed) if (!actual.has(each)) faults.push(`execute of ${each} is listed but not granted`);
  return faults.sort();
}

async function allowedExecutes(sql: Sql | TransactionSql): Promise<Set<string>> {
  const allowed = new Set<string>();
  const text = [...GRANTED_BY_MIGRATION, readFileSync(GRANTS, 'utf8')].join('\n');
  for (const [, list, roles] of text.matchAll(/grant execute on function ([\s\S]+?) to ([\w, ]+);/g)) {
    for (const [signature] of (list as string).matchAll(/[\w.]+\([^)]*\)/g)) {
      const [row] = await sql`select to_regprocedure(${signature})::oid::regprocedure::text as name`;
      for (const role of (roles as string).split(',')) allowed.add(`${row?.name ?? signature} to ${role.trim()}`);
    }
  }
  return allowed;
}

const OURS = `n.nspname in ('app', 'wa', 'guard', 'jobs')`;
/** Who may have a policy that asks for no company: the guard, and on background work its own process and its functions' owner. */
const ALL_ROWS = `(p.roles = '{guard_owner}' or (p.schemaname = 'jobs' and p.roles <@ '{recado_jobs,recado_owner}'))`;
const RUNTIME = `(${RUNTIME_ROLES.map((role) => `'${role}'`).join(', ')})`;

const TABLES = `
  select format('table %s.%s %s', n.nspname, c.relname, w.what) as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace,
    lateral (values
      (not c.relrowsecurity, 'has no row security'),
      (not c.relforcerowsecurity, 'does not force row security on its owner'),
      (not c.relispartition and not exists (select 1 from pg_policy p where p.polrelid = c.oid), 'has no policy'),
      (c.relispartition and exists (select 1 from pg_policy p where p.polrelid = c.oid), 'is a partition with a policy of its own'),
      (c.relispartition and exists (select 1 from aclexplode(c.relacl) a where a.grantee <> c.relowner), 'is a partition that somebody may reach around its parent')
    ) w(is_so, what)
   where c.relkind in ('r', 'p') and ${OURS} and w.is_so`;

const POLICIES = `
  select format('policy %s on %s.%s %s', p.policyname, p.schemaname, p.tablename, w.what) as fault
    from pg_policies p,
    lateral (values
      ((p.qual = 'true' or p.with_check = 'true') and not ${ALL_ROWS}, 'lets everybody through'),
      (p.cmd in ('INSERT', 'UPDATE', 'ALL') and p.with_check is null, 'has no check on what is written'),
      (not ${ALL_ROWS} and coalesce(p.qual, p.with_check) not like '%guard.workspace_id()%', 'does not ask for the workspace'),
      (not ${ALL_ROWS} and p.cmd <> 'SELECT' and coalesce(p.with_check, p.qual) not like '%guard.can_write()%', 'does not ask for the right to write')
    ) w(is_so, what)
   where p.schemaname in ('app', 'wa', 'guard', 'jobs') and p.permissive = 'PERMISSIVE' and w.is_so
  union all
  -- what narrows the four further: the workspace's visibility, and nothing else
  select format('policy %s on %s.%s %s', p.policyname, p.schemaname, p.tablename, w.what)
    from pg_policies p,
    lateral (values
      (p.policyname <> 'visible' or p.qual not like '%guard.reach()%', 'is restrictive'),
      (p.policyname = 'visible' and (p.cmd <> 'ALL' or p.with_check is not null or not p.roles @> '{recado_web,recado_owner}'), 'does not narrow every act of the web')
    ) w(is_so, what)
   where p.schemaname in ('app', 'wa', 'guard', 'jobs') and p.permissive <> 'PERMISSIVE' and w.is_so
  union all
  select format('table %s.%s speaks of conversations or contacts and has no policy that narrows it by visibility', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'app'
     and (c.relname in ('conversation', 'contact', 'media') or exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname in ('conversation_id', 'contact_id')))
     and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'visible')`;

const ROLES = `
  select format('role %s %s', r.rolname, w.what) as fault
    from pg_roles r,
    lateral (values
      (r.rolsuper, 'is a superuser'), (r.rolbypassrls, 'bypasses row security'), (r.rolcreaterole, 'may create roles'),
      (r.rolcreatedb, 'may create databases'), (r.rolreplication, 'may replicate'),
      (exists (select 1 from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.deptype = 'o'
        and d.dbid in (0, (select oid from pg_database where datname = current_database()))), 'owns something'),
      (pg_has_role(r.oid, 'recado_owner', 'member') or pg_has_role(r.oid, 'guard_owner', 'member'), 'may become an owner')
    ) w(is_so, what)
   where r.rolname in ${RUNTIME} and w.is_so
  union all
  select format('role %s is a superuser or bypasses row security', rolname) from pg_roles
   where rolname in ('recado_owner', 'guard_owner') and (rolsuper or rolbypassrls or rolcanlogin)`;

const FUNCTIONS = `
  select format('function %s %s', f.oid::regprocedure, w.what) as fault
    from pg_proc f join pg_namespace n on n.oid = f.pronamespace,
    lateral (values
      -- a body that was parsed when it was made names its objects for good, whoever calls it and whatever their path
      (not coalesce('search_path=pg_catalog, pg_temp' = any (f.proconfig), false) and f.prosqlbody is null,
        'has no pinned search_path'),
      -- what the guard alone may call lends nobody else its owner's rights, and its owner is under row security
      (f.prosecdef and f.proowner <> 'guard_owner'::regrole and not (n.nspname = 'jobs' and f.proowner = 'recado_owner'::regrole)
        and not (f.proowner = 'recado_owner'::regrole and not exists (
          select 1 from aclexplode(f.proacl) a where a.grantee not in (f.proowner, 'guard_owner'::regrole))), 'runs with the rights of an owner other than the guard'),
      (n.nspname = 'guard' and f.proowner <> 'guard_owner'::regrole, 'is not the guard''s'),
      (f.proacl is null or exists (select 1 from aclexplode(f.proacl) a where a.grantee = 0), 'may be executed by PUBLIC')
    ) w(is_so, what)
   where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_temp%' and n.nspname not like 'pg_toast%'
     and w.is_so and not exists (select 1 from pg_depend d where d.objid = f.oid and d.deptype = 'e')`;

const OTHER_RELATIONS = `
  select format('%s %s.%s %s', case c.relkind when 'm' then 'materialized view' when 'v' then 'view' else 'foreign table' end, n.nspname, c.relname,
      case c.relkind when 'm' then 'knows no row security' when 'v' then 'reads with the rights of its owner' else 'knows no row security' end) as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('app', 'wa', 'guard', 'jobs', 'public', 'ops')
     and (c.relkind in ('m', 'f') or (c.relkind = 'v' and not coalesce('security_invoker=true' = any (c.reloptions), false)))`;

const KEYS = `
  select format('table %s.%s %s', n.nspname, c.relname, w.what) as fault
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute t on t.attrelid = c.oid and t.attname = 'workspace_id' and not t.attisdropped,
    lateral (values (not t.attnotnull, 'has a workspace_id that may be null')) w(is_so, what)
   where c.relkind in ('r', 'p') and n.nspname in ('app', 'wa', 'guard') and w.is_so
  union all
  select format('foreign key %s of %s does not lead with workspace_id', k.conname, k.conrelid::regclass)
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute t on t.attrelid = c.oid and t.attname = 'workspace_id'
   where k.contype = 'f' and n.nspname in ('app', 'wa') and k.conkey[1] <> t.attnum`;

const PUBLIC = `
  select format('PUBLIC has %s on schema %s', a.privilege_type, n.nspname) as fault
    from pg_namespace n, aclexplode(n.nspacl) a where a.grantee = 0 and n.nspname in ('app', 'wa', 'guard', 'jobs', 'ops', 'public')
  union all
  select format('PUBLIC has %s on %s.%s', a.privilege_type, n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
   where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema')
  union all
  select format('PUBLIC has %s on column %s.%s', a.privilege_type, t.attrelid::regclass, t.attname)
    from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a
   where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema')
  union all
  select format('role %s may %s on guard.%s', r.rolname, v.privilege, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'guard', pg_roles r,
      unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) v(privilege)
   where c.relkind in ('r', 'p', 'v') and r.rolname in ${RUNTIME} and has_table_privilege(r.oid, c.oid, v.privilege)
  union all
  select format('role %s may %s on jobs.%s', r.rolname, v.privilege, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'jobs', pg_roles r,
      unnest(array['select', 'insert', 'update', 'delete']) v(privilege)
   where c.relkind in ('r', 'p', 'v') and r.rolname in ${RUNTIME} and (r.rolname <> 'recado_jobs' or (c.relname = 'outbox' and v.privilege in ('insert', 'update')))
     and has_table_privilege(r.oid, c.oid, v.privilege)
  union all
  select format('role %s may %s on %s.%s', r.rolname, v.privilege, n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r, unnest(array['truncate', 'references', 'trigger']) v(privilege)
   where c.relkind in ('r', 'p') and n.nspname in ('app', 'wa', 'jobs') and r.rolname in ${RUNTIME} and has_table_privilege(r.oid, c.oid, v.privilege)`;

const CHECKS = [TABLES, POLICIES, ROLES, FUNCTIONS, OTHER_RELATIONS, KEYS, PUBLIC];

const INDEXES = `
  select n.nspname || '.' || i.relname as name
    from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = c.relnamespace
   where n.nspname in ('app', 'wa') and not c.relispartition
     and coalesce((select t.attname from pg_attribute t where t.attrelid = c.oid and t.attnum = x.indkey[0]), '') <> 'workspace_id'`;

const EXECUTES = `
  select f.oid::regprocedure::text as name, a.grantee::regrole::text as grantee
    from pg_proc f join pg_namespace n on n.oid = f.pronamespace, aclexplode(f.proacl) a
   where n.nspname in ('app', 'wa', 'guard', 'jobs') and a.grantee not in (0, f.proowner)`;
