import type { PublicCtx } from '../kernel/index.ts';

/** Closes the cases whose account is for several people by now, and forgets what is 90 days old. Answers how many were closed. */
export async function settleSharing(ctx: Pick<PublicCtx, 'db'>): Promise<{ converted: number }> {
  const [row] = await ctx.db`select guard.settle_sharing() n`;
  return { converted: row?.n as number };
}
