import { nextTurn } from '../money/months.ts';
import { showInvoice } from '../render/invoices.ts';
import { showSubscription } from '../render/subscriptions.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Invoice, Subscription } from '../state/records.ts';
import { buildInvoice } from './build-invoice.ts';
import { cycleOf } from './create-subscription.ts';
import { endSubscription } from './end-subscription.ts';
import { finalizeInvoice } from './finalize-invoice.ts';
import { cardOf, payInvoice } from './pay-invoice.ts';
import { periodLines } from './prorate.ts';

const HOUR = 3600;

export const followed = <Result>(sim: Sim, subscription: Subscription, act: () => Result): Result =>
  follow(sim, 'customer.subscription.updated', subscription.id, () => showSubscription(sim, subscription), act);

export const periodEnd = (subscription: Subscription): number => Math.min(...subscription.items.map(({ end }) => end));

/** Begins the next period: its invoice is a draft for an hour, then goes out and is paid. */
export function renew(sim: Sim, subscription: Subscription): Invoice | undefined {
  const at = periodEnd(subscription);
  if (subscription.cancelAtPeriodEnd) return void finish(sim, subscription, 'cancellation_requested');
  if (subscription.status === 'trialing') {
    const hasCard = cardOf(sim, {
      customer: subscription.customer,
      subscription: subscription.id,
      paymentMethod: null,
    });
    if (!hasCard && subscription.missingCard === 'cancel') return void finish(sim, subscription, null);
    if (!hasCard && subscription.missingCard === 'pause') {
      followed(sim, subscription, () => {
        subscription.status = 'paused';
        emit(sim, 'customer.subscription.paused', showSubscription(sim, subscription));
      });
      return undefined;
    }
  }
  return followed(sim, subscription, () => {
    if (subscription.status === 'trialing') subscription.status = 'active';
    const start = Math.min(...subscription.items.map((item) => item.start));
    const end = nextTurn(subscription.anchor, cycleOf(sim, subscription.items), at);
    for (const item of subscription.items) Object.assign(item, { start: at, end, debits: [] });
    const lines = periodLines(sim, subscription.items);
    // the invoice's own period is the one that is over, in which its loose lines came up
    const invoice = buildInvoice(sim, subscription, {
      reason: 'subscription_cycle',
      lines,
      start,
      end: at,
      discounts: discountsFrom(sim, subscription, at),
    });
    if (subscription.status === 'unpaid') invoice.advances = false;
    else invoice.finalizesAt = sim.now() + HOUR;
    // those that are over are no longer the subscription's
    subscription.discounts = subscription.discounts.filter((id) => invoice.discounts.includes(id));
    return invoice;
  });
}

const discountsFrom = (sim: Sim, subscription: Subscription, at: number): string[] =>
  subscription.discounts.filter((id) => {
    const { end } = sim.world.discounts.get(id);
    return end === null || at < end;
  });

/** Ends a subscription at its time; what waited for a next invoice gets its last one. */
export function finish(sim: Sim, subscription: Subscription, reason: string | null): void {
  const waits = sim.world.pendingLines.peek().some(({ subscription: of }) => of === subscription.id);
  if (waits) settleNow(sim, subscription);
  endSubscription(sim, subscription, reason);
}

/** Sends out what waits for the next invoice. */
export function settleNow(sim: Sim, subscription: Subscription): Invoice {
  const { start, end } = subscription.items[0] as Subscription['items'][number];
  const invoice = buildInvoice(sim, subscription, {
    reason: 'subscription_update',
    lines: [],
    start,
    end: Math.min(end, sim.now()),
  });
  finalizeInvoice(sim, invoice);
  if (invoice.status === 'open') payInvoice(sim, invoice);
  return invoice;
}

/** Wakes a paused subscription: a new period from now, which counts once it is paid. */
export function resume(sim: Sim, subscription: Subscription): void {
  const now = sim.now();
  followed(sim, subscription, () => {
    subscription.anchor = now;
    const end = nextTurn(now, cycleOf(sim, subscription.items), now);
    for (const item of subscription.items) Object.assign(item, { start: now, end, debits: [] });
    const invoice = buildInvoice(sim, subscription, {
      reason: 'subscription_update',
      lines: periodLines(sim, subscription.items),
      start: now,
      end: now,
    });
    finalizeInvoice(sim, invoice);
    if (invoice.status === 'open') payInvoice(sim, invoice);
  });
}

/** What the next invoice of a subscription will be, as its event tells a week before. */
export const showUpcoming = (sim: Sim, invoice: Invoice) => {
  const shown = showInvoice(sim, invoice);
  return { ...shown, id: `upcoming_${invoice.id}`, next_payment_attempt: invoice.created + HOUR };
};
