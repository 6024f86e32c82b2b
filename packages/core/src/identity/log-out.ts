import type { PublicCtx } from '../kernel/index.ts';

/** Ends the session of a pass; ending what has ended is fine. */
export async function logOut(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  reason: 'logout' | 'terminated' = 'logout',
): Promise<void> {
  await ctx.db`select guard.end_session(${pass}, ${reason})`;
}
