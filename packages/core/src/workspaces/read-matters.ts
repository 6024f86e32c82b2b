import { type PublicCtx, translated } from '../kernel/index.ts';
import type { WorkspaceMatters } from './contract.ts';

/** What is deleted, offered and given of the caller's, and the accounts that they could take something into. */
export async function readMatters(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<WorkspaceMatters> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.workspace_matters(${pass}, ${personId}) found`;
    return row?.found as WorkspaceMatters;
  });
}
