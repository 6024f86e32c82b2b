import { type PublicCtx, translated } from '../kernel/index.ts';

/**
 * Forgets the caller's ended sessions and events, but for those of the last day, and leaves a row that says who, when and how many.
 * Sessions that live stay.
 */
export async function eraseHistory(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ sessions: number; events: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.erase_history(${pass}, ${personId}) erased`;
    return row?.erased as { sessions: number; events: number };
  });
}
