import type { PublicCtx } from '../kernel/index.ts';

/** The workspaces in which a person is told what happened to their account. */
export async function listWorkspacesOf(ctx: Pick<PublicCtx, 'db'>, personId: string): Promise<string[]> {
  const rows = await ctx.db`select id from guard.workspaces_of(${personId}) id`;
  return rows.map((row) => row.id as string);
}
