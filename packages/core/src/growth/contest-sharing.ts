import { type PublicCtx, translated } from '../kernel/index.ts';
import { growthErrors } from './contract.ts';

/** "It is all me", after a fresh proof: counts for sixty days, and the staff reads it. Throws growth.nothingToContest where nothing is open. */
export async function contestSharing(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ ok: true }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.contest_sharing(${pass}, ${personId}) done`;
    if (row?.done !== true) throw growthErrors.nothingToContest();
    return { ok: true };
  });
}
