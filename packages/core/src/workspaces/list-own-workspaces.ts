import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { OwnWorkspacesPage, WORKSPACES_PER_PAGE, type WorkspacePage } from './contract.ts';

/** A page of the workspaces that the caller may enter, by name, with their figures. */
export async function listOwnWorkspaces(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OwnWorkspacesPage>,
): Promise<WorkspacePage> {
  const input = parse(OwnWorkspacesPage, raw);
  return await translated(async () => {
    const [row] = await ctx.db`
      select guard.list_own_workspaces(${pass}, ${personId}, ${input.search}, ${input.skip}, ${WORKSPACES_PER_PAGE}) page`;
    return row?.page as WorkspacePage;
  });
}
