import { refusalOf } from '@recado/db';
import type { PublicCtx } from '../kernel/index.ts';

/** Whether a pass is that of a live session; nothing is marked by asking. */
export async function isLive(ctx: Pick<PublicCtx, 'db'>, pass: Buffer): Promise<boolean> {
  try {
    await ctx.db`select guard.pulse(${pass}, null) left_ms`;
    return true;
  } catch (error) {
    if (refusalOf(error)) return false;
    throw error;
  }
}
