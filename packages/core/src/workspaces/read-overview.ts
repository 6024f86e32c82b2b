import { type PublicCtx, translated } from '../kernel/index.ts';
import type { Overview, WorkspaceRow } from './contract.ts';
import { sumUp } from './rules.ts';

/** Every workspace that the caller owns with its figures and the sums; for whoever owns none there are no rows. */
export async function readOverview(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<Overview> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.overview(${pass}, ${personId}) found`;
    return sumUp(row?.found as WorkspaceRow[]);
  });
}
