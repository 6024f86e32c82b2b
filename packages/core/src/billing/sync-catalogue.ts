import type { Ctx } from '../kernel/index.ts';
import { loadOffer } from '../plans/index.ts';
import type { BillingProvider } from './contract.ts';
import { pricesToSell } from './rules.ts';

/**
 * Makes at the provider whatever price of the catalogue is not there yet; a price that is there is never changed. `differing` are keys
 * under which something else is sold there: whoever buys such a plan would pay another amount than the catalogue says.
 */
export async function syncCatalogue(
  ctx: Pick<Ctx, 'db'>,
  provider: Pick<BillingProvider, 'writePrices'>,
): Promise<{ made: string[]; differing: string[] }> {
  const { plans } = await loadOffer(ctx);
  return await provider.writePrices(pricesToSell(plans));
}
