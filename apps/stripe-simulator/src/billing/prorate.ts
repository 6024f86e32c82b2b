import { rounded, shareLeft } from '../money/amounts.ts';
import type { Sim } from '../sim.ts';
import type { Item, Line, Subscription } from '../state/records.ts';
import { newLine, openDiscounts } from './build-invoice.ts';

/** What the present price of an item is called on an invoice. */
export const nameOf = (sim: Sim, price: string): string =>
  sim.world.products.get(sim.world.prices.get(price).product).name;

const dayOf = (at: number): string =>
  new Date(at * 1000).toLocaleDateString('en-GB', { timeZone: 'UTC', day: '2-digit', month: 'short', year: 'numeric' });

const isSame = (a: Item, b: Item): boolean => a.price === b.price && a.quantity === b.quantity;

/** Gives back what was debited for the rest of an item's period, and closes those debits. */
export function creditFor(sim: Sim, item: Item, at: number): Line[] {
  const open = item.debits.filter(({ end }) => end > at);
  const amount = -open.reduce((sum, debit) => sum + shareLeft(debit.net, at, debit), 0);
  if (amount === 0) return [];
  const invoice = open.find((debit) => debit.invoice)?.invoice;
  return [
    newLine(sim, {
      ...{ amount, start: at, end: item.end, price: item.price, quantity: item.quantity, item: item.id },
      description: `Unused time on ${item.quantity} × ${nameOf(sim, item.price)} after ${dayOf(at)}`,
      ...{ proration: true, discountable: false },
      credited: invoice ? { invoice, lines: open.map(({ line }) => line) } : null,
    }),
  ];
}

/** Debits an item for the rest of its period. */
function debitFor(sim: Sim, subscription: Subscription, item: Item, at: number): Line[] {
  const price = sim.world.prices.get(item.price);
  const gross = shareLeft(price.amount * item.quantity, at, item);
  if (gross === 0) return [];
  const isItemized = subscription.prorationDiscounts === 'itemized';
  return [
    newLine(sim, {
      ...{ amount: isItemized ? gross : lessDiscounts(sim, subscription, item, gross), start: at, end: item.end },
      ...{ price: item.price, quantity: item.quantity, item: item.id, proration: true, discountable: isItemized },
      description: `Remaining time on ${item.quantity} × ${nameOf(sim, item.price)} after ${dayOf(at)}`,
    }),
  ];
}

// a coupon for one invoice belongs to the next whole one, and a fixed amount to a whole period
function lessDiscounts(sim: Sim, subscription: Subscription, item: Item, gross: number): number {
  const product = sim.world.prices.get(item.price).product;
  return openDiscounts(sim, subscription, sim.now())
    .map((id) => sim.world.coupons.get(sim.world.discounts.get(id).coupon))
    .filter(
      ({ duration, percentOff, products }) =>
        duration !== 'once' && percentOff !== null && (products.length === 0 || products.includes(product)),
    )
    .reduce((left, { percentOff }) => left - rounded(left * Math.round((percentOff as number) * 100), 10_000), gross);
}

/** The lines of a change of items in the middle of a period: what is given back, then what is debited. Debits are noted on the new items. */
export function prorate(sim: Sim, subscription: Subscription, before: Item[], after: Item[], at: number): Line[] {
  const credits: Line[] = [];
  const debits: Line[] = [];
  for (const old of before) {
    const now = after.find(({ id }) => id === old.id);
    if (now && isSame(old, now)) continue;
    credits.push(...creditFor(sim, old, at));
    if (now) now.debits = [];
  }
  for (const item of after) {
    const old = before.find(({ id }) => id === item.id);
    if (old && isSame(old, item)) continue;
    for (const line of debitFor(sim, subscription, item, at)) {
      item.debits.push({ net: line.amount, start: line.start, end: line.end, invoice: null, line: line.id });
      debits.push(line);
    }
  }
  return [...credits, ...debits];
}

/** The lines of whole periods. */
export const periodLines = (sim: Sim, items: Item[], isTrial = false): Line[] =>
  items.map((item) =>
    newLine(sim, {
      amount: isTrial ? 0 : sim.world.prices.get(item.price).amount * item.quantity,
      description: isTrial
        ? `Trial period for ${nameOf(sim, item.price)}`
        : `${item.quantity} × ${nameOf(sim, item.price)}`,
      ...{ start: item.start, end: item.end, price: item.price, quantity: item.quantity, item: item.id },
    }),
  );
