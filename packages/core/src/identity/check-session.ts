import { type PublicCtx, translated } from '../kernel/index.ts';

/**
 * Whether a session lives, by one read of its row; what polls and what comes back from sleep asks this. It prolongs nothing.
 * Answers the whole seconds left. Throws identity.sessionEnded with the reason, or identity.otherPerson.
 */
export async function checkSession(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ secondsLeft: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.pulse(${pass}, ${personId}) ms`;
    return { secondsLeft: Math.floor(Number(row?.ms) / 1000) };
  });
}
