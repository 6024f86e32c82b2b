import type { RunRow } from '@recado/core/operations/contract';

/**
 * Which rows a reader sees who is in the middle of the list: those that were there when they left its top, as they are now. What has
 * come since waits above, counted. `heldAt` is the newest id of that moment, null while the reader is at the top.
 */
export function holdNewRuns(
  rows: readonly RunRow[],
  heldAt: string | null,
): { shown: readonly RunRow[]; fresh: number } {
  if (heldAt === null) return { shown: rows, fresh: 0 };
  // ids grow with time
  const shown = rows.filter(({ id }) => id <= heldAt);
  return { shown, fresh: rows.length - shown.length };
}
