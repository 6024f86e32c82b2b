import type { Ctx } from '../kernel/index.ts';

/** A page of the accounts whose tax number waits for VIES or was not asked about for a month, or of which the provider was not told. */
export async function listDueTax(ctx: Pick<Ctx, 'db'>, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db`select x id from guard.list_due_tax(${after}, ${limit}) x`;
  return rows.map(({ id }) => id as string);
}
