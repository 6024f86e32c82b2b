import { type Accepted, announce, encodeRows, firstTogether, rowOf, takeSome } from './accept-events.ts';
import type { Engine } from './engine.ts';

const BATCH = 500;

type OutboxRow = { seq: number; id: string; name: string; data: unknown; ts: number };

/** Another relay, or a transaction that committed late, may come between; the next look sees what they did. */
const TRIES = 5;
/** So often an event alone fails over what it is before it is set aside. */
const REFUSALS = 3;
/** What the database says of data that it can never store: what does not fit its type, its rules or its limits. */
const UNFIT = /^(22|23|54)\w{3}$/;

/** What an event starts cannot be told. */
class UnplannableEvent extends Error {}

/**
 * Moves the oldest rows of the outbox in, with what they start, in one transaction; their ids make moving them twice harmless. One
 * that can never be moved is set aside, so that those behind it go on. Answers how many left the outbox; 0 also when another relay
 * was quicker.
 */
export async function takeOutbox(engine: Engine, hasBacklog: () => boolean): Promise<number> {
  let limit = BATCH;
  let tries = 0;
  let refusals = 0;
  while (tries < TRIES) {
    const outbox = await oldest(engine, limit);
    if (outbox.length === 0) return 0;
    try {
      const moved = await move(engine, outbox, hasBacklog());
      if (moved !== null) return moved;
      tries += 1;
    } catch (error) {
      if (!isUnfit(error)) throw error;
      // the fault is in one of them: the first half goes, or is halved again until the one stands alone
      limit = Math.max(1, Math.floor(outbox.length / 2));
      if (outbox.length > 1) continue;
      refusals += 1;
      if (refusals >= REFUSALS) return await setAside(engine, outbox[0] as OutboxRow, error, refusals);
    }
  }
  return 0;
}

const oldest = (engine: Engine, limit: number): Promise<OutboxRow[]> => engine.sql<OutboxRow[]>`
  select seq, id::text as id, name, data, floor(extract(epoch from emitted_at) * 1000)::float8 as ts
    from jobs.outbox order by seq limit ${limit}`;

const codeOf = (error: unknown): string => String((error as { code?: unknown } | null)?.code ?? '');
const isUnfit = (error: unknown): boolean => error instanceof UnplannableEvent || UNFIT.test(codeOf(error));

async function setAside(engine: Engine, row: OutboxRow, error: unknown, tries: number): Promise<number> {
  const code = codeOf(error) || 'unplannable';
  const detail = String((error as Error).message ?? error).replaceAll('\0', '');
  const [answer] = await engine.sql<
    [{ it: boolean }]
  >`select jobs.set_aside(${row.id}, ${code}, ${detail}, ${tries}) as it`;
  engine.log.error({ event: row.id, name: row.name, code }, 'an event can never be stored and is set aside');
  return answer.it ? 1 : 0;
}

/** Null when somebody came between. */
async function move(engine: Engine, outbox: OutboxRow[], hasBacklog: boolean): Promise<number | null> {
  const { rows, starts } = plan(engine, outbox);
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
    if (codeOf(error) === '40001') return null;
    throw error;
  }
  announce(engine, starts, taking.count, woke);
  return rows.length;
}

function plan(engine: Engine, outbox: OutboxRow[]): ReturnType<typeof firstTogether> {
  try {
    return firstTogether(
      engine,
      outbox.map(({ id, name, data, ts }) => rowOf({ id, name, data, ts })),
    );
  } catch (error) {
    throw new UnplannableEvent((error as Error).message, { cause: error });
  }
}
