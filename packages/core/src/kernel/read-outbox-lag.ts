import type { Database } from '@recado/db';

/** Events that wait for the relay, since when the oldest does, and how many an engine has refused for ever. */
export type OutboxLag = { waiting: number; oldestSeconds: number; setAside: number };

/** How far the relay is behind. */
export async function readOutboxLag(db: Database): Promise<OutboxLag> {
  const [row] = await db`select jobs.outbox_lag() lag`;
  return row?.lag as OutboxLag;
}
