import type { Backfill } from './migrate.ts';

const BATCH = 1_000;

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
];
