import { type PublicCtx, translated } from '../kernel/index.ts';
import { sealAlarm } from './store.ts';

/**
 * Forgets the caller's ended sessions and events, but for those of the last day, and leaves a row that says who, when and how many.
 * Sessions that live stay, and the owner is written to.
 */
export async function eraseHistory(
  ctx: Pick<PublicCtx, 'db' | 'keyring' | 'origin' | 'ports'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ sessions: number; events: number }> {
  const erased = await translated(async () => {
    const [row] = await ctx.db`select guard.erase_history(${pass}, ${personId}, ${sealAlarm(ctx)}) erased`;
    return row?.erased as { sessions: number; events: number };
  });
  ctx.ports.hints.emitted();
  return erased;
}
