import type { Sql } from 'postgres';
import type { Backfill } from './migrate.ts';

const BATCH = 1_000;

/** What messages are found by: the words of `app.message_search`, which drizzle/0055_search.sql made on the parent. */
const MESSAGE_SEARCH = `workspace_id, app.month_of(occurred_at), app.year_of(occurred_at), uuid_hash(conversation_id),
  to_tsvector('app.spanish'::regconfig, left(body, 20000))) with (fastupdate = off) where body <> ''`;

/** What contacts are found by, as it is written behind `on`. */
const CONTACT_SEARCH: [name: string, of: string][] = [
  ['contact_search_name', 'app.contact (workspace_id, search_name, id)'],
  [
    'contact_search_words',
    'app.contact using gin (workspace_id, search_words gin_trgm_ops) with (gin_pending_list_limit = 512)',
  ],
  [
    'contact_identity_search',
    "app.contact_identity using gin (workspace_id, app.number_text(value) gin_trgm_ops) with (gin_pending_list_limit = 512) where kind in ('wa_pn', 'phone', 'email')",
  ],
];

/** Makes an index beside those who write, unless it is there. One that an earlier run left half-made is removed first. */
async function makeIndex(sql: Sql, name: string, of: string): Promise<void> {
  const [row] =
    await sql`select i.indisvalid as whole from pg_index i where i.indexrelid = to_regclass(${`app.${name}`})`;
  if (row?.whole) return;
  if (row) await sql.unsafe(`drop index concurrently app.${name}`);
  await sql.unsafe(`create index concurrently ${name} on ${of}`);
}

/** Every backfill of the product, oldest first; a contract migration names the ones it needs. */
export const backfills: readonly Backfill[] = [
  {
    // a lock row for everybody; sessions of former tokens end, because a token cannot be given a mac afterwards
    id: 'guard-accounts',
    async step(sql) {
      const people = await sql`
        insert into guard.account (person_id, session_limit, login_seq, disabled_at)
          select p.id, p.session_limit, p.login_seq, p.disabled_at from guard.person p
           where not exists (select 1 from guard.account a where a.person_id = p.id) limit ${BATCH}`;
      const sessions = await sql`
        update guard.session set ended_at = coalesce(ended_at, clock_timestamp()), end_reason = coalesce(end_reason, 'terminated'), kid = '',
            salt = sha256(uuid_send(gen_random_uuid())), proof = sha256(uuid_send(gen_random_uuid())), rotated_at = created_at,
            device_hash = sha256(uuid_send(gen_random_uuid()))
         where id in (select s.id from guard.session s where s.proof is null limit ${BATCH})`;
      return people.count === BATCH || sessions.count === BATCH;
    },
  },
  {
    // one partition a step, each attached to the parent's index, which holds once it has all of them
    id: 'message-search',
    async step(sql) {
      const [next] = await sql`
        select c.relname as name from pg_inherits h join pg_class c on c.oid = h.inhrelid
         where h.inhparent = 'app.message'::regclass and not exists (
           select 1 from pg_index x join pg_inherits a on a.inhrelid = x.indexrelid
            where x.indrelid = c.oid and a.inhparent = 'app.message_search'::regclass)
         order by 1 limit 1`;
      if (!next) return false;
      const name = `${next.name}_search`;
      await makeIndex(sql, name, `app.${next.name} using gin (${MESSAGE_SEARCH}`);
      await sql.unsafe(`alter index app.message_search attach partition app.${name}`);
      return true;
    },
  },
  {
    id: 'contact-search',
    async step(sql) {
      // the trigger writes what is missing, whatever a row is updated with
      const late = await sql`
        update app.contact set search_name = null where (workspace_id, id) in (select workspace_id, id from app.contact where search_name is null limit ${BATCH})`;
      if (late.count === BATCH) return true;
      for (const [name, of] of CONTACT_SEARCH) await makeIndex(sql, name, of);
      return false;
    },
  },
];
