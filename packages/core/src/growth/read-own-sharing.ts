import { type PublicCtx, translated } from '../kernel/index.ts';
import type { OwnSharing } from './contract.ts';

/** What was seen of the caller's own login that may mean several people; null where nobody would be told anything. */
export async function readOwnSharing(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<OwnSharing> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.own_sharing(${pass}, ${personId}) found`;
    return (row?.found ?? null) as OwnSharing;
  });
}
