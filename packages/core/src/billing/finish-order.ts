import type { Catalogue } from '../plans/contract.ts';
import { carryOut, type End, type Order, type OrderTaker } from './carry-out.ts';
import { planNow, planOf } from './rules.ts';
import { isUnknown } from './store.ts';

/**
 * Carries out what somebody wrote down before, unless the account has changed its plan since to neither the one it was on nor the one it asks
 * for. What is refused of it is over, and decided again.
 */
export async function finishOrder(
  provider: OrderTaker,
  { customer, catalogue }: { customer: string; catalogue: Catalogue },
  order: Order,
  end: End,
): Promise<void> {
  const { subscription } = await provider.fetchState(customer);
  const now = planNow(subscription, catalogue);
  const wanted = order.do === 'now' ? planOf(catalogue, order.lines) : null;
  const isPassed = order.on !== undefined && now !== order.on && now !== `${wanted?.plan}:${wanted?.version}`;
  if (isPassed) await end(order, false);
  else
    await carryOut(provider, order, end).catch((error) => {
      if (isUnknown(error)) throw error;
    });
}
