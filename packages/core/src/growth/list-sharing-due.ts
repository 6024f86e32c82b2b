import type { PublicCtx } from '../kernel/index.ts';

/** The next people to look at, in the order of their ids: owners of accounts for one person who came in within a day, or of whom something is known. */
export async function listSharingDue(
  ctx: Pick<PublicCtx, 'db'>,
  after: string | null,
  limit: number,
): Promise<{ personId: string; accountId: string }[]> {
  const rows = await ctx.db`select person_id, account_id from guard.list_sharing_due(${after}, ${limit})`;
  return rows.map((row) => ({ personId: row.person_id as string, accountId: row.account_id as string }));
}
