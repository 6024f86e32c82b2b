import type { Sql } from 'postgres';
import { type Accepted, announce, type EventRow, encodeRows, rowOf, startsOf } from './accept-events.ts';
import type { Engine } from './engine.ts';

const BATCH = 500;
/** One relay at a time: with two, a later event could be in before an earlier one. */
const RELAY_LOCK = 724_106_003;

/** Moves the oldest rows of the outbox in, with what they start, in one transaction. Answers how many; 0 also while another relays. */
export async function takeOutbox(engine: Engine): Promise<number> {
  const sql = engine.sql as Sql;
  const moved = await sql.begin(async (tx) => {
    const outbox = await tx<{ seq: number; id: string; name: string; data: Record<string, unknown>; ts: number }[]>`
      with mine as materialized (select pg_try_advisory_xact_lock(${RELAY_LOCK}) as ok)
      delete from jobs.outbox where seq in (select seq from jobs.outbox where (select ok from mine) order by seq limit ${BATCH})
      returning seq, id::text as id, name, data, floor(extract(epoch from emitted_at) * 1000)::float8 as ts`;
    if (outbox.length === 0) return null;
    outbox.sort((a, b) => a.seq - b.seq);
    const rows: EventRow[] = outbox.map(({ id, name, data, ts }) => rowOf({ id, name, data, ts }));
    const starts = startsOf(engine, rows);
    await tx<[{ it: Accepted }]>`
      select jobs.accept(${encodeRows(rows)}::text::json, ${JSON.stringify(starts)}::text::json, ${engine.options.leaseMs}) as it`;
    return { count: outbox.length, starts };
  });
  if (!moved) return 0;
  announce(engine, moved.starts, 0);
  engine.nudge();
  return moved.count;
}
