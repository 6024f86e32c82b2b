import { type PublicCtx, translated } from '../kernel/index.ts';
import type { OwnDevice } from './contract.ts';

/** The browsers that the caller's account knows: the one in hand, then the one used last. */
export async function listOwnDevices(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<OwnDevice[]> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.list_own_devices(${pass}, ${personId}) devices`;
    return row?.devices as OwnDevice[];
  });
}
