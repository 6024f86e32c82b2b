import { type PublicCtx, translated } from '../kernel/index.ts';

/**
 * Writes down that sessions are past their time, which every read knows already. With a pass those of its person; without one, as a
 * job, everybody's, and the months of events are kept and what is 90 days old is forgotten.
 */
export async function cleanupInactiveSessions(
  ctx: Pick<PublicCtx, 'db'>,
  caller: { pass: Buffer; personId: string | null } | null,
): Promise<{ cleanedCount: number }> {
  return await translated(async () => {
    const [row] = caller
      ? await ctx.db`select guard.clean_own_sessions(${caller.pass}, ${caller.personId}) n`
      : await ctx.db`select guard.clean_sessions() n`;
    return { cleanedCount: row?.n as number };
  });
}
