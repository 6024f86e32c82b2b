import { type Accepted, announce, encodeRows, firstTogether, rowOf, takeSome } from './accept-events.ts';
import type { Engine } from './engine.ts';

const BATCH = 500;

type OutboxRow = { seq: number; id: string; name: string; data: unknown; ts: number };

/** Another relay, or a transaction that committed late, may come between; the next look sees what they did. */
const TRIES = 5;

/**
 * Moves the oldest rows of the outbox in, with what they start, in one transaction; their ids make moving them twice harmless.
 * Answers how many; 0 also when another relay was quicker.
 */
export async function takeOutbox(engine: Engine, hasBacklog: () => boolean): Promise<number> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const moved = await moveOnce(engine, hasBacklog());
    if (moved !== null) return moved;
  }
  return 0;
}

/** Null when somebody came between. */
async function moveOnce(engine: Engine, hasBacklog: boolean): Promise<number | null> {
  const outbox = await engine.sql<OutboxRow[]>`
    select seq, id::text as id, name, data, floor(extract(epoch from emitted_at) * 1000)::float8 as ts
      from jobs.outbox order by seq limit ${BATCH}`;
  if (outbox.length === 0) return 0;
  const { rows, starts } = firstTogether(
    engine,
    outbox.map(({ id, name, data, ts }) => rowOf({ id, name, data, ts })),
  );
  const seqs = outbox.slice(0, rows.length).map((row) => row.seq);
  const taking = takeSome(engine, starts, hasBacklog);
  let woke = 0;
  try {
    const [answer] = await engine.sql<[{ it: Accepted | null }]>`
      select jobs.take_outbox(${seqs}::bigint[], ${encodeRows(rows)}::text::json,
        ${JSON.stringify(starts)}::text::json, ${engine.options.leaseMs}) as it`;
    taking.begin(answer.it, rows);
    if (!answer.it) return null;
    woke = answer.it.woke;
  } catch (error) {
    taking.release();
    if ((error as { code?: string }).code === '40001') return null;
    throw error;
  }
  announce(engine, starts, taking.count, woke);
  return rows.length;
}
