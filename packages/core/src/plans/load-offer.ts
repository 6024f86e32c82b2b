import type { Ctx } from '../kernel/index.ts';
import type { Catalogue, Preset, PresetName } from './contract.ts';
import { offeredOf, readCatalogue } from './rules.ts';

/** What is sold now: the newest versions of the catalogue in use, and how somebody new begins. Throws plans.badCatalogue. */
export async function loadOffer(
  ctx: Pick<Ctx, 'db'>,
): Promise<{ preset: PresetName; trial: Preset['trial']; plans: Catalogue }> {
  const [row] = await ctx.db`select guard.plan_catalogue() versions, guard.catalogue_in_use() head`;
  const head = row?.head as { preset: PresetName; trial: Preset['trial'] };
  const plans = offeredOf(readCatalogue(row?.versions as unknown[]), head.preset);
  return { preset: head.preset, trial: head.trial, plans };
}
