import { AppError } from '../kernel/index.ts';
import type { Catalogue } from '../plans/contract.ts';
import type { BilledSubscription, BillingProvider, Change } from './contract.ts';
import { type OrderStep, planOf } from './rules.ts';

/** One thing that is asked of the provider for an account, written down with its key before it is. */
export type Order = Exclude<OrderStep, { do: 'nothing' }> & {
  request: string;
  subscription: string;
  /** The plan that it was decided on. */
  on?: string | undefined;
  /** From when the rest of a period counts, where somebody was told what that costs. */
  at?: string | null;
  /** How many seats an owner keeps once it is done. */
  kept?: number | null;
};
export type OrderTaker = Pick<BillingProvider, 'fetchState' | 'change' | 'unplan' | 'undiscount'>;
/** Writes down that an order is over, and whether it was done. */
export type End = (order: Order, isDone: boolean) => Promise<unknown>;

export const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : '');
/** Whether an order was done is not known: it is asked for again under the same key. */
export const isUnknown = (error: unknown): boolean => codeOf(error) === 'billing.providerAway';

/** The plan that a subscription is of, with its version. */
export const planNow = (
  of: Pick<BilledSubscription, 'items'> | null | undefined,
  catalogue: Catalogue,
): string | undefined => {
  const plan = of ? planOf(catalogue, of.items) : null;
  return plan ? `${plan.plan}:${plan.version}` : undefined;
};

/** Carries an order out under its key. Null where there is nothing to say of it. */
export async function carryOut(provider: OrderTaker, order: Order, end: End): Promise<Change | null> {
  let change: Change | null;
  try {
    change = await ask(provider, order);
  } catch (error) {
    if (!isUnknown(error)) await end(order, false);
    throw error;
  }
  await end(order, true);
  return change;
}

async function ask(provider: OrderTaker, order: Order): Promise<Change | null> {
  const { subscription, request } = order;
  if (order.do === 'now') {
    const at = order.at ? new Date(order.at) : null;
    return await provider.change({ subscription, lines: order.lines, when: 'now', at }, request);
  }
  if (order.do === 'plan')
    return await provider.change({ subscription, lines: order.lines, when: 'periodEnd' }, request);
  await provider[order.do]({ subscription }, request);
  return null;
}

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
