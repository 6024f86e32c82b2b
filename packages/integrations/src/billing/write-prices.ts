import type { BillingProvider, PriceToSell } from '@recado/core/billing/contract';
import type Stripe from 'stripe';
import { isTaken } from './prices.ts';
import type { Reach } from './stripe-client.ts';

/** Stripe looks for ten keys at once. */
const AT_ONCE = 10;

/** Makes the prices that are not there yet; what is there under a key is never touched, and said where it is another price. */
export async function writePrices(reach: Reach, wanted: PriceToSell[]): ReturnType<BillingProvider['writePrices']> {
  const there = await theirs(reach, wanted);
  const made: string[] = [];
  const differing: string[] = [];
  for (const price of wanted) {
    const known = there.get(price.key);
    if (known) {
      if (!isSame(known, price)) differing.push(price.key);
    } else if (await make(reach, price)) made.push(price.key);
  }
  return { made, differing };
}

async function theirs({ stripe }: Reach, wanted: PriceToSell[]): Promise<Map<string, Stripe.Price>> {
  const found = new Map<string, Stripe.Price>();
  for (let from = 0; from < wanted.length; from += AT_ONCE) {
    const lookup_keys = wanted.slice(from, from + AT_ONCE).map(({ key }) => key);
    const { data } = await stripe.prices.list({ lookup_keys, limit: 100 });
    for (const price of data) found.set(price.lookup_key as string, price);
  }
  return found;
}

const isSame = (known: Stripe.Price, { cents, currency, interval }: PriceToSell): boolean =>
  known.active &&
  known.unit_amount === cents &&
  known.currency.toUpperCase() === currency &&
  known.recurring?.interval === interval &&
  known.recurring.interval_count === 1 &&
  known.tax_behavior === 'exclusive';

async function make({ stripe }: Reach, price: PriceToSell): Promise<boolean> {
  const { key, product, name, cents, currency, interval } = price;
  try {
    await stripe.products.create({ id: product, name });
  } catch (error) {
    // an earlier version of the plan made it
    if (!isTaken(error)) throw error;
  }
  try {
    await stripe.prices.create({
      ...{ product, lookup_key: key, unit_amount: cents, currency: currency.toLowerCase(), recurring: { interval } },
      tax_behavior: 'exclusive',
    });
    return true;
  } catch (error) {
    // somebody else made it in this moment
    if (!isTaken(error)) throw error;
    return false;
  }
}
