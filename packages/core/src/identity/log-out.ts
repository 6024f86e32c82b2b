import { sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';

/** Ends the session of a token; ending what has ended is fine. */
export async function logOut(ctx: PublicCtx, token: string, reason: 'logout' | 'terminated' = 'logout'): Promise<void> {
  await ctx.db`select guard.end_session(${sha256(token)}, ${reason})`;
}
