import { rounded } from '../money/amounts.ts';
import { DAY, nextTurn, turn } from '../money/months.ts';
import { showSubscription } from '../render/subscriptions.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Item, Metadata, Price, Subscription } from '../state/records.ts';
import { missing, refused } from '../wire/stripe-error.ts';
import { buildInvoice, requireLocation } from './build-invoice.ts';
import { redeem } from './discounts-of.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { type Attempt, cardError, cardOf, type Outcome, payInvoice } from './pay-invoice.ts';
import { periodLines } from './prorate.ts';

export type PaymentBehavior =
  | 'allow_incomplete'
  | 'default_incomplete'
  | 'error_if_incomplete'
  | 'pending_if_incomplete';

export type NewSubscription = {
  customer: string;
  items: { price: string; quantity: number; metadata?: Metadata }[];
  discounts: { coupon: string; promotionCode: string | null }[];
  session?: string | null;
  trialEnd: number | null;
  anchor: number | null;
  missingCard: Subscription['missingCard'];
  automaticTax: boolean;
  paymentMethod: string | null;
  behavior: PaymentBehavior;
  metadata: Metadata;
  description: string | null;
  prorationDiscounts?: Subscription['prorationDiscounts'];
  savesCard?: Subscription['savesCard'];
  cancelAtPeriodEnd?: boolean;
  cancelAt?: number | null;
  isAuthenticated?: boolean;
};

/** The recurring price that a request names. */
export function recurringPrice(sim: Sim, id: string): Price & { recurring: NonNullable<Price['recurring']> } {
  const price = sim.world.prices.find(id);
  if (!price) throw missing('price', id, 'items[0][price]');
  if (!price.active)
    throw refused(`The price specified is inactive. This field only accepts active prices.`, {
      param: 'items[0][price]',
    });
  if (!price.recurring)
    throw refused(
      'The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.',
    );
  return price as Price & { recurring: NonNullable<Price['recurring']> };
}

/** How long the periods of items are; one length for all. */
export function cycleOf(
  sim: Sim,
  items: { price: string }[],
): { interval: 'day' | 'week' | 'month' | 'year'; count: number } {
  const cycles = items.map(({ price }) => recurringPrice(sim, price).recurring);
  const [first] = cycles;
  if (!first) throw refused('A subscription must have at least one item.', { param: 'items' });
  if (cycles.some(({ interval, count }) => interval !== first.interval || count !== first.count))
    throw refused('The simulator knows subscriptions whose items share one billing interval.', { param: 'items' });
  return first;
}

export function requireOneCurrency(sim: Sim, customer: string, items: { price: string }[]): string {
  const currencies = new Set(items.map(({ price }) => recurringPrice(sim, price).currency));
  const known = sim.world.customers.get(customer).currency;
  if (known) currencies.add(known);
  if (currencies.size > 1)
    throw refused('You cannot combine currencies on a single customer.', { code: 'currency_mismatch' });
  return [...currencies][0] as string;
}

/** Opens a subscription with its first invoice, which is out at once. */
export function createSubscription(
  sim: Sim,
  asked: NewSubscription,
): { subscription: Subscription; outcome: Outcome | 'open' } {
  const now = sim.now();
  const cycle = cycleOf(sim, asked.items);
  const currency = requireOneCurrency(sim, asked.customer, asked.items);
  if (asked.automaticTax) requireLocation(sim.world.customers.get(asked.customer));
  if (new Set(asked.items.map(({ price }) => price)).size < asked.items.length)
    throw refused('Subscription items cannot share a price.', { param: 'items' });
  const isTrial = asked.trialEnd !== null && asked.trialEnd > now;
  const anchor = isTrial ? (asked.trialEnd as number) : (asked.anchor ?? now);
  if (anchor > turn(now, cycle, 1) && !isTrial)
    throw refused('billing_cycle_anchor cannot be later than next natural billing date.', {
      param: 'billing_cycle_anchor',
    });
  const end = anchor > now ? anchor : nextTurn(anchor, cycle, now);
  const items = asked.items.map(
    ({ price, quantity, metadata = {} }): Item => ({
      ...{ id: sim.id('si'), created: now, price, quantity, start: now, end, metadata, debits: [] },
    }),
  );
  const id = sim.id('sub', 24);
  const subscription = sim.world.subscriptions.add({
    ...{
      id,
      created: now,
      customer: asked.customer,
      status: isTrial ? 'trialing' : 'incomplete',
      items,
      currency,
      anchor,
      startDate: now,
    },
    ...{ trialStart: isTrial ? now : null, trialEnd: isTrial ? asked.trialEnd : null, missingCard: asked.missingCard },
    ...{
      cancelAt: asked.cancelAt ?? null,
      cancelAtPeriodEnd: asked.cancelAtPeriodEnd ?? false,
      canceledAt: null,
      endedAt: null,
    },
    ...{ cancellation: { comment: null, feedback: null, reason: null }, paymentMethod: asked.paymentMethod },
    ...{ savesCard: asked.savesCard ?? 'off', latestInvoice: null, pendingUpdate: null, schedule: null },
    discounts: asked.discounts.map((each) =>
      redeem(sim, each, { customer: asked.customer, subscription: id, session: asked.session ?? null }),
    ),
    ...{
      automaticTax: asked.automaticTax,
      prorationDiscounts: asked.prorationDiscounts ?? 'included',
      metadata: asked.metadata,
    },
    ...{ description: asked.description, announced: { upcoming: null, trialEnd: null } },
  });
  const lines = periodLines(sim, items, isTrial);
  if (!isTrial && anchor > now) {
    const whole = { start: turn(anchor, cycle, -1), end: anchor };
    for (const line of lines) line.amount = rounded(line.amount * (anchor - now), whole.end - whole.start);
  }
  const invoice = buildInvoice(sim, subscription, { reason: 'subscription_create', lines, start: now, end: now });
  emit(sim, 'customer.subscription.created', showSubscription(sim, subscription));
  const outcome = follow(
    sim,
    'customer.subscription.updated',
    subscription.id,
    () => showSubscription(sim, subscription),
    (): Outcome | 'open' => {
      finalizeInvoice(sim, invoice);
      if (invoice.status === 'paid') return 'paid';
      if (asked.behavior === 'default_incomplete') return 'open';
      if (!cardOf(sim, invoice)) throw cardError(sim, invoice, 'no_card', false);
      const attempt: Attempt = { isAuthenticated: asked.isAuthenticated ?? false };
      const became = payInvoice(sim, invoice, attempt);
      if (became !== 'paid' && asked.behavior === 'error_if_incomplete') throw cardError(sim, invoice, became, false);
      return became;
    },
  );
  return { subscription, outcome };
}

/** The moment a trial of so many days ends. */
export const trialEndAfter = (sim: Sim, days: number): number => sim.now() + days * DAY;
