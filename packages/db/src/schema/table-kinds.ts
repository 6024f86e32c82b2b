import { type BuildExtraConfigColumns, sql } from 'drizzle-orm';
import {
  customType,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgPolicy,
  pgRole,
  pgSchema,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';

export const app = pgSchema('app');
export const wa = pgSchema('wa');
export const guard = pgSchema('guard');
export const guardOwner = pgRole('guard_owner').existing();

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

export const instant = () => timestamp({ withTimezone: true });
export const instantNow = () => instant().notNull().default(sql`clock_timestamp()`);
export const sortableId = () => uuid().notNull().default(sql`uuidv7()`);

const mine = (column: string) => sql.raw(`${column} = (select guard.workspace_id())`);
const mineToWrite = (column: string) =>
  sql.raw(`${column} = (select guard.workspace_id()) and (select guard.can_write())`);

/** The four policies of what a company owns; `column` names the company. */
export const tenantPolicies = (column = 'workspace_id') => [
  pgPolicy('tenant_read', { for: 'select', using: mine(column) }),
  pgPolicy('tenant_insert', { for: 'insert', withCheck: mineToWrite(column) }),
  pgPolicy('tenant_update', { for: 'update', using: mineToWrite(column), withCheck: mineToWrite(column) }),
  pgPolicy('tenant_delete', { for: 'delete', using: mineToWrite(column) }),
];

/** For what a company may read and only the guard's functions write. */
export const tenantReadPolicy = () => pgPolicy('tenant_read', { for: 'select', using: mine('workspace_id') });

/** The policy of the guard's functions on a table that they reach across companies. */
export const guardPolicy = (name = 'guard_all') =>
  pgPolicy(name, { to: guardOwner, using: sql`true`, withCheck: sql`true` });

/** The guard's policy on what goes with a workspace when the grace after its deletion is over: it reads and removes, and writes nothing. */
export const purgePolicy = () =>
  pgPolicy('guard_purge', { for: 'all', to: guardOwner, using: sql`true`, withCheck: sql`false` });

/** What of a row is not in a chat that is somebody else's own; `recado_jobs` is asked too where it is named. */
export type Apart = { shows: string; jobs?: true };
/** Of rows that name a conversation or a contact. */
export const apartThread = 'conversation_id <> all ((select guard.hidden_threads())::uuid[])';
export const apartContact = 'contact_id <> all ((select guard.hidden_contacts())::uuid[])';
const readers = (jobs = false) =>
  ['recado_web', 'recado_owner', ...(jobs ? ['recado_jobs'] : [])].map((name) => pgRole(name).existing());

/**
 * Narrows every act on a table that speaks of conversations or contacts to those that the workspace's visibility lets a person see. `sees`
 * is what says so of one row; it is asked of nobody who sees all of them. The worker comes by the system's door only, which narrows nothing,
 * so it is spared the question. `apart` keeps a chat that is somebody's own from everybody else, whatever they see, and from the jobs.
 */
export const visiblePolicy = (sees: string, apart?: Apart) =>
  pgPolicy('visible', {
    as: 'restrictive',
    to: readers(apart?.jobs),
    using: sql.raw(
      apart
        ? `${apart.shows} and ((select guard.reach()) is null or ${sees})`
        : `(select guard.reach()) is null or ${sees}`,
    ),
  });

/** The same for what is only for the company's own people and the jobs: neither a visitor by a link nor a program by a key finds it. */
export const visibleInsidePolicy = (sees: string, apart: Apart) =>
  pgPolicy('visible', {
    as: 'restrictive',
    to: readers(true),
    using: sql.raw(
      `((select guard.person_id()) is not null or (select guard.is_system())) and ${apart.shows} and ((select guard.reach()) is null or ${sees})`,
    ),
  });

type Columns = Record<string, PgColumnBuilderBase>;
const workspaceColumn = () => ({ workspaceId: uuid().notNull() });
type WithWorkspace<Own extends Columns> = ReturnType<typeof workspaceColumn> & Own;
type Space = typeof app | typeof wa;
type Shape<Name extends string, Own extends Columns> = BuildExtraConfigColumns<Name, Own, 'pg'>;
type Built<Name extends string, Own extends Columns> = ReturnType<typeof app.table<Name, WithWorkspace<Own>>>;

/**
 * A table of what companies own: it has `workspace_id` and the four policies, whatever its author forgets. FORCE ROW LEVEL
 * SECURITY and the grants are written by hand into the migration; the catalogue gate refuses a table without them.
 */
export function tenantTable<Name extends string, Own extends Columns>(
  space: Space,
  name: Name,
  columns: Own,
  extras: (table: Shape<Name, WithWorkspace<Own>>) => PgTableExtraConfigValue[],
): Built<Name, Own> {
  const all = { ...workspaceColumn(), ...columns } as WithWorkspace<Own>;
  // both spaces make the same kind of table; their types differ by the schema's name only
  return (space as typeof app).table(name, all, (table) => [...tenantPolicies(), ...extras(table)]) as Built<Name, Own>;
}

/** A table of the guard: nobody but the guard's functions reaches it. */
export function guardTable<Name extends string, Own extends Columns>(
  name: Name,
  columns: Own,
  extras: (table: Shape<Name, Own>) => PgTableExtraConfigValue[] = () => [],
): ReturnType<typeof guard.table<Name, Own>> {
  return guard.table(name, columns, (table) => [guardPolicy('guard_only'), ...extras(table)]) as ReturnType<
    typeof guard.table<Name, Own>
  >;
}
