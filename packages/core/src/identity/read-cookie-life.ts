import type { PublicCtx } from '../kernel/index.ts';

/** For how many seconds a browser may keep a session's cookie once it is closed: as long as its person trusts it; null forgets at once. */
export async function readCookieLife(ctx: Pick<PublicCtx, 'db'>, sessionId: string): Promise<number | null> {
  const [row] = await ctx.db`select guard.cookie_life(${sessionId}) seconds`;
  return row?.seconds ?? null;
}
