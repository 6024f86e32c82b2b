import type { Ctx } from '../kernel/index.ts';
import type { Catalogue } from './contract.ts';
import { readCatalogue } from './rules.ts';

/** Every version of every plan, checked. Throws plans.badCatalogue. */
export async function loadCatalogue(ctx: Pick<Ctx, 'db'>): Promise<Catalogue> {
  const [row] = await ctx.db`select guard.plan_catalogue() versions`;
  return readCatalogue(row?.versions as unknown[]);
}
