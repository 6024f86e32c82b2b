import type { PublicCtx } from '../kernel/index.ts';

/** Writes down the end of every session that ran out, with its reason. Idempotent; answers how many. */
export async function endExpiredSessions(ctx: Pick<PublicCtx, 'db'>): Promise<number> {
  const [row] = await ctx.db`select guard.end_expired_sessions() ended`;
  return Number(row?.ended ?? 0);
}
