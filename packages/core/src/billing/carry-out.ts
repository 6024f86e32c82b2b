import type { BillingProvider, Change } from './contract.ts';
import type { OrderStep } from './rules.ts';
import { isUnknown } from './store.ts';

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
  /** Whoever goes up does not go down any more: what was planned of that is called off with it. */
  dropsDescent?: boolean;
};
export type OrderTaker = Pick<BillingProvider, 'fetchState' | 'change' | 'unplan' | 'undiscount'>;
/** Writes down that an order is over, and whether it was done. */
export type End = (order: Order, isDone: boolean) => Promise<unknown>;

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
