import type { Database } from '@recado/db';

/** An event as it waits in the outbox. Its id is the event's own: who hears of it twice knows it by that. */
export type OutboxEvent = { id: string; name: string; data: Record<string, unknown>; ts: number };

/** An event that an engine will never take: what it said (a status as `code`), and how often it was asked. */
export type RefusedEvent = { id: string; code: string; detail: string; tries: number };

/**
 * Gives the oldest events, in their order, to `deliver`, and forgets them when it resolves; when it throws they stay, and nothing
 * behind them goes first. Those that it answers as refused for ever are set aside, so that what is behind them goes on: kept for the
 * staff, and counted. One process at a time. Answers how many left, and null when another process is at it. An event may be
 * delivered twice (a process that dies in between), never lost.
 */
export async function relayOutbox(
  db: Database,
  limit: number,
  deliver: (events: OutboxEvent[]) => Promise<RefusedEvent[]>,
): Promise<number | null> {
  return (await db.begin(async (tx) => {
    const [lock] = await tx`select pg_try_advisory_xact_lock(hashtextextended('jobs.outbox', 0)) mine`;
    if (!lock?.mine) return null;
    const rows = await tx`select seq, id, name, data, emitted_at from jobs.outbox order by seq limit ${limit}`;
    if (rows.length === 0) return 0;
    const refused = await deliver(
      rows.map((row) => ({ id: row.id, name: row.name, data: row.data, ts: (row.emitted_at as Date).getTime() })),
    );
    for (const { id, code, detail, tries } of refused)
      await tx`select jobs.set_aside(${id}, ${code}, ${detail.replaceAll('\0', '')}, ${tries})`;
    await tx`delete from jobs.outbox where seq = any(${rows.map((row) => String(row.seq))}::bigint[])`;
    return rows.length;
  })) as number | null;
}
