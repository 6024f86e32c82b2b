import { nextTurn } from '../money/months.ts';
import { showSubscription } from '../render/subscriptions.ts';
import { emit, type Sim } from '../sim.ts';
import type { Invoice, Item, Line, Proration, Subscription } from '../state/records.ts';
import { refused } from '../wire/stripe-error.ts';
import { buildInvoice } from './build-invoice.ts';
import { cycleOf, type PaymentBehavior, recurringPrice, requireOneCurrency } from './create-subscription.ts';
import { finalizeInvoice, voidInvoice } from './finalize-invoice.ts';
import { expiresAfter } from './follow-payment.ts';
import { cardError, payInvoice } from './pay-invoice.ts';
import { creditFor, periodLines, prorate } from './prorate.ts';

export type AskedItem = {
  id?: string | undefined;
  price?: string | undefined;
  quantity?: number | undefined;
  deleted?: boolean | undefined;
  metadata?: Record<string, string> | undefined;
};

export type ItemsChange = {
  items: AskedItem[];
  proration: Proration;
  /** Seconds; the moment from which the rest of a period is counted. */
  at: number;
  behavior: PaymentBehavior;
  /** Begins a new period now. */
  resetsAnchor: boolean;
  endsTrial: boolean;
  /** Builds the invoice and asks nobody for money. */
  isPreview?: boolean;
};

/** The items as a request wants them. */
export function itemsAfter(sim: Sim, subscription: Subscription, asked: AskedItem[]): Item[] {
  const items = structuredClone(subscription.items);
  for (const each of asked) {
    if (each.price) recurringPrice(sim, each.price);
    const known = items.find(({ id, price }) => (each.id ? id === each.id : price === each.price));
    if (each.id && !known) throw refused(`Invalid subscription_item id: ${each.id}`, { param: 'items[0][id]' });
    if (known && each.deleted) items.splice(items.indexOf(known), 1);
    else if (known) {
      known.price = each.price ?? known.price;
      known.quantity = each.quantity ?? known.quantity;
      Object.assign(known.metadata, each.metadata);
    } else {
      if (!each.price) throw refused('A new item needs a price.', { param: 'items[0][price]' });
      const { start, end } = subscription.items[0] as Item;
      items.push({
        ...{ id: sim.id('si'), created: sim.now(), price: each.price, quantity: each.quantity ?? 1 },
        ...{ start, end, metadata: each.metadata ?? {}, debits: [] },
      });
    }
  }
  if (new Set(items.map(({ price }) => price)).size < items.length)
    throw refused('Subscription items cannot share a price.');
  return items;
}

/** Changes items in the middle of a period, with prorations and whatever payment they ask for. Answers the invoice, when there is one. */
export function changeItems(sim: Sim, subscription: Subscription, change: ItemsChange): Invoice | undefined {
  const before = structuredClone(subscription.items);
  const anchorBefore = subscription.anchor;
  const after = itemsAfter(sim, subscription, change.items);
  const [old, now] = [cycleOf(sim, before), cycleOf(sim, after)];
  requireOneCurrency(sim, subscription.customer, after);
  const period = before[0] as Item;
  if (change.at < period.start || change.at > period.end)
    throw refused('The proration date must be within the current billing period.', { param: 'proration_date' });
  if (subscription.pendingUpdate) dropPendingUpdate(sim, subscription);
  const isTrial = subscription.status === 'trialing' && !change.endsTrial;
  const resets =
    !isTrial && (change.resetsAnchor || change.endsTrial || old.interval !== now.interval || old.count !== now.count);

  subscription.items = after;
  if (isTrial) return undefined;
  let lines: Line[];
  if (resets) {
    const start = sim.now();
    if (change.endsTrial) Object.assign(subscription, { status: 'active', trialEnd: start });
    lines = change.proration === 'none' ? [] : before.flatMap((item) => creditFor(sim, item, change.at));
    subscription.anchor = start;
    for (const item of after) Object.assign(item, { start, end: nextTurn(start, now, start), debits: [] });
    lines.push(...periodLines(sim, after));
  } else {
    lines =
      change.proration === 'none' ? keepDebits(before, after) : prorate(sim, subscription, before, after, change.at);
    if (lines.length === 0) return undefined;
    if (change.proration === 'create_prorations') {
      wait(sim, subscription, lines);
      return undefined;
    }
  }
  const invoice = buildInvoice(sim, subscription, {
    ...{ reason: 'subscription_update', lines, start: change.at, end: sim.now(), prorationDate: change.at },
  });
  if (change.isPreview) return invoice;
  finalizeInvoice(sim, invoice);
  if (invoice.status === 'paid') return invoice;
  const outcome = payInvoice(sim, invoice);
  if (outcome === 'paid') return invoice;
  if (change.behavior === 'error_if_incomplete') throw cardError(sim, invoice, outcome, false);
  if (change.behavior === 'pending_if_incomplete') {
    subscription.pendingUpdate = {
      items: subscription.items,
      anchor: subscription.anchor,
      expiresAt: expiresAfter(sim.now()),
      invoice: invoice.id,
    };
    subscription.items = before;
    subscription.anchor = anchorBefore;
    // the change waits for its money: nothing is owed for what the subscription has now
    if (subscription.status === 'past_due') subscription.status = 'active';
    Object.assign(invoice, { nextAttempt: null, advances: false });
  }
  return invoice;
}

// without proration what was debited stays what is given back later
function keepDebits(before: Item[], after: Item[]): Line[] {
  for (const item of after) item.debits = before.find(({ id }) => id === item.id)?.debits ?? [];
  return [];
}

/** Keeps lines for the next invoice. */
function wait(sim: Sim, subscription: Subscription, lines: Line[]): void {
  for (const line of lines) {
    const id = sim.id('ii', 24);
    line.pending = id;
    sim.world.pendingLines.add({
      id,
      created: sim.now(),
      customer: subscription.customer,
      subscription: subscription.id,
      line,
    });
  }
}

/** Gives up a change that waited for its money. */
export function dropPendingUpdate(sim: Sim, subscription: Subscription, event?: string): void {
  const invoice = sim.world.invoices.find(subscription.pendingUpdate?.invoice);
  if (event) emit(sim, event, showSubscription(sim, subscription));
  subscription.pendingUpdate = null;
  if (invoice?.status === 'open') voidInvoice(sim, invoice);
}
