import type { Ctx } from '../kernel/index.ts';

/** The workspaces whose grace is over, the earliest first. Only the role of jobs may call the function behind it. */
export async function duePurges(ctx: Pick<Ctx, 'db'>, limit: number): Promise<string[]> {
  const rows = await ctx.db`select id from guard.list_due_purges(${limit}) id`;
  return rows.map((row) => row.id as string);
}
