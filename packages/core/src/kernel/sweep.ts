import type { Database } from '@recado/db';

/** How long a change row serves readers who resume; the live stream's cursors expire an hour before. */
const CHANGES_KEPT = '24 hours';

/** Removes what has served its time, across companies. Idempotent; answers how many change rows went. */
export async function sweep(db: Database): Promise<number> {
  const [row] = await db`select guard.sweep(${CHANGES_KEPT}::interval) removed`;
  return Number(row?.removed ?? 0);
}
