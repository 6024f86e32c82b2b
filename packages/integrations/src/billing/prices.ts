import { billingErrors, type OrderLine } from '@recado/core/billing/contract';
import Stripe from 'stripe';
import type { Reach } from './stripe-client.ts';

/** Whether Stripe has something under that name already. */
export const isTaken = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_already_exists';

/** The prices of an order by their lookup keys. Throws priceMissing for one that Stripe does not know. */
export async function pricesOf({ stripe }: Reach, lines: OrderLine[]): Promise<Map<string, Stripe.Price>> {
  const keys = [...new Set(lines.map(({ priceKey }) => priceKey))];
  const { data } = await stripe.prices.list({ lookup_keys: keys, active: true, limit: 100 });
  const prices = new Map(data.map((price) => [price.lookup_key ?? price.id, price]));
  const missing = keys.find((key) => !prices.has(key));
  if (missing) throw billingErrors.priceMissing({ priceKey: missing });
  return prices;
}

/** What we call a price: its lookup key, or its id where another price has that now. */
export const keyOf = (price: Stripe.Price): string => price.lookup_key ?? price.id;

type Move = { id?: string; price?: string; quantity?: number; deleted?: true };

/**
 * What to change of a subscription's items so that they become an order; nothing when they are it already. An item whose price goes gives
 * its place to a price of the same product, or else to any, so that Stripe takes it for a change of plan.
 */
export async function movesTo(reach: Reach, items: Stripe.SubscriptionItem[], lines: OrderLine[]): Promise<Move[]> {
  const prices = await pricesOf(reach, lines);
  const wanted = lines.map(({ priceKey, quantity }) => ({ price: prices.get(priceKey) as Stripe.Price, quantity }));
  const free = items.filter((item) => !wanted.some(({ price }) => price.id === item.price.id));
  const moves: Move[] = [];
  for (const { price, quantity } of wanted) {
    const same = items.find((item) => item.price.id === price.id);
    if (same) {
      if (same.quantity !== quantity) moves.push({ id: same.id, quantity });
      continue;
    }
    const ofProduct = free.findIndex((item) => item.price.product === price.product);
    const [taken] = free.splice(Math.max(0, ofProduct), 1);
    moves.push({ ...(taken && { id: taken.id }), price: price.id, quantity });
  }
  for (const { id } of free) moves.push({ id, deleted: true });
  return moves;
}
