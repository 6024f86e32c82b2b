import { type PublicCtx, translated } from '../kernel/index.ts';

/** Shuts a visitor's own device out and frees its place. Throws identity.sessionEnded {reason: link} where it was not in. */
export async function leaveLink(ctx: Pick<PublicCtx, 'db'>, pass: Buffer): Promise<void> {
  await translated(() => ctx.db`select guard.leave_link(${pass})`);
}
