import { openAccount } from '@recado/stripe-simulator/testing/open-account';
import { stripeBilling } from '../index.ts';

export const WEBHOOK_SECRET = 'whsec_recado0000';

/** A simulated Stripe account with prices that have keys, and our adapter in front of it. */
export async function openBilling(start?: string) {
  const account = await openAccount(start);
  const { simulator, stripe } = account;
  const api = { host: '127.0.0.1', port: simulator.port, protocol: 'http' } as const;
  const secretKey = 'sk_test_recado0000';
  const now = () => new Date(simulator.engine.sim.now() * 1000);
  const billing = stripeBilling({ secretKey, webhookSecrets: [WEBHOOK_SECRET], api, now });
  for (const [key, amount, interval] of [
    ['starter', 2900, 'month'],
    ['pro', 4900, 'month'],
    ['pro_year', 49_000, 'year'],
    ['seat', 900, 'month'],
  ] as const)
    await account.price(amount, key, { lookup_key: key, recurring: { interval }, tax_behavior: 'exclusive' });
  let requests = 0;
  return {
    ...account,
    ...{ billing, stripe, api, secretKey, now },
    /** A key that no other request has. */
    request: () => `request-${++requests}`,
    /** Somebody in Madrid with a card and a subscription. */
    subscriber: async (lines: { priceKey: string; quantity: number }[], card = 'pm_card_visa') => {
      const { id: customer } = await account.customer(card);
      const { data } = await stripe.prices.list({ lookup_keys: lines.map(({ priceKey }) => priceKey) });
      const { id: subscription } = await stripe.subscriptions.create({
        ...{ customer, automatic_tax: { enabled: true } },
        items: lines.map(({ priceKey, quantity }) => ({
          price: data.find(({ lookup_key }) => lookup_key === priceKey)?.id as string,
          quantity,
        })),
      });
      return { customer, subscription };
    },
    /** Another card, which pays from now on. */
    giveCard: async (customer: string, card: string) => {
      const { id } = await stripe.paymentMethods.attach(card, { customer });
      await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
    },
  };
}

export type Billing = Awaited<ReturnType<typeof openBilling>>;

export const one = (priceKey: string, quantity = 1) => ({ priceKey, quantity });
