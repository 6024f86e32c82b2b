import type { Ctx } from '../kernel/index.ts';

/** Rows of one call: a transaction of a second or so. */
const ROWS_AT_ONCE = 5_000;

/**
 * Removes the next rows of a workspace whose grace is over; when none is left, itself. Answers whether there may be more; false also for a
 * workspace that is not due. Only the role of jobs may call the function behind it.
 */
export async function purgeWorkspace(
  ctx: Pick<Ctx, 'db'>,
  workspaceId: string,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<boolean> {
  const [row] = await ctx.db`select guard.purge_workspace(${workspaceId}, ${rowsAtOnce}) gone`;
  return Number(row?.gone ?? 0) > 0;
}
