import type { Ctx } from '../kernel/index.ts';

/** A page of the accounts that are to be looked at without anybody asking; the first page begins the rows of new accounts. */
export async function listDueBilling(ctx: Pick<Ctx, 'db'>, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db`select x id from guard.list_due_billing(${after}, ${limit}) x`;
  return rows.map(({ id }) => id as string);
}
