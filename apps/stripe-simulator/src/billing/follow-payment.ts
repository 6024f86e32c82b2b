import { DAY } from '../money/months.ts';
import { showSubscription } from '../render/subscriptions.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Invoice, Subscription } from '../state/records.ts';
import { endSubscription } from './end-subscription.ts';

const followed = <Result>(sim: Sim, subscription: Subscription, act: () => Result): Result =>
  follow(sim, 'customer.subscription.updated', subscription.id, () => showSubscription(sim, subscription), act);

/** What a paid invoice does to its subscription: it opens, recovers, or gets the change that waited for the money. */
export function afterPaid(sim: Sim, invoice: Invoice): void {
  const subscription = sim.world.subscriptions.find(invoice.subscription);
  if (!subscription) return;
  followed(sim, subscription, () => {
    spendOnce(sim, subscription, invoice);
    const waiting = subscription.pendingUpdate;
    if (waiting?.invoice === invoice.id) {
      subscription.items = waiting.items;
      subscription.anchor = waiting.anchor;
      subscription.pendingUpdate = null;
      emit(sim, 'customer.subscription.pending_update_applied', showSubscription(sim, subscription));
    }
    if (subscription.status === 'incomplete') subscription.status = 'active';
    if (subscription.status === 'paused' && subscription.latestInvoice === invoice.id) {
      subscription.status = 'active';
      emit(sim, 'customer.subscription.resumed', showSubscription(sim, subscription));
    }
    if (subscription.status === 'past_due' || subscription.status === 'unpaid') {
      const owes = sim.world.invoices
        .peek()
        .some(
          ({ subscription: of, status, reason }) => of === subscription.id && status === 'open' && reason !== 'manual',
        );
      if (!owes) subscription.status = 'active';
    }
  });
}

// a coupon for one invoice is spent by the first that it makes cheaper
function spendOnce(sim: Sim, subscription: Subscription, invoice: Invoice): void {
  const used = new Set(invoice.lines.flatMap(({ discounts }) => discounts).map(({ discount }) => discount));
  subscription.discounts = subscription.discounts.filter((id) => {
    const discount = sim.world.discounts.get(id);
    return !(used.has(id) && sim.world.coupons.get(discount.coupon).duration === 'once');
  });
}

/** What a refused payment does to the subscription. */
export function afterRefused(sim: Sim, invoice: Invoice): void {
  const subscription = sim.world.subscriptions.find(invoice.subscription);
  if (!subscription || subscription.pendingUpdate?.invoice === invoice.id) return;
  followed(sim, subscription, () => {
    if (invoice.reason === 'subscription_create') return;
    if (subscription.status === 'active' || subscription.status === 'trialing') subscription.status = 'past_due';
    const { retryDays, afterRetries } = sim.settings();
    if (invoice.attempts <= retryDays.length || invoice.nextAttempt !== null) return;
    if (afterRetries === 'unpaid') subscription.status = 'unpaid';
    if (afterRetries === 'cancel') endSubscription(sim, subscription, 'payment_failed');
  });
}

/** Until when a first payment, or the one that a change waits for, may still come. */
export const expiresAfter = (start: number): number => start + (23 * DAY) / 24;
