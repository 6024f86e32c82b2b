import Stripe from 'stripe';
import { type StripeSimulatorOptions, startStripeSimulator } from '../stripe-simulator.ts';

export const KEY = 'sk_test_recado0000';

/** A moment as seconds. */
export const at = (iso: string): number => Date.parse(iso) / 1000;

/** The real client, pointed at a simulator. */
export const clientOf = (port: number, key = KEY): Stripe =>
  new Stripe(key, { host: '127.0.0.1', port, protocol: 'http', telemetry: false, maxNetworkRetries: 0 });

/** A simulated account of its own whose clock stands still, with what most tests begin with. */
export async function openAccount(start = '2026-01-10T10:00:00Z', options: Partial<StripeSimulatorOptions> = {}) {
  const simulator = await startStripeSimulator({ key: KEY, frozenAt: at(start), retryDelaysMs: [1, 1, 1], ...options });
  const stripe = clientOf(simulator.port);

  async function control<Answer = Record<string, unknown>>(name: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${simulator.url}/_sim/${name}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    return answer as Answer;
  }

  return {
    simulator,
    stripe,
    control,
    advance: (iso: string) => control('clock', { to: at(iso) }),
    price: (amount: number, name = 'Pro', more: Partial<Stripe.PriceCreateParams> = {}) =>
      stripe.prices.create({
        currency: 'eur',
        unit_amount: amount,
        recurring: { interval: 'month' },
        product_data: { name },
        ...more,
      }),
    /** A customer with a card, in Madrid unless said otherwise. */
    customer: async (
      card: string | null = 'pm_card_visa',
      address: Stripe.AddressParam = { country: 'ES', postal_code: '28001' },
    ) => {
      const customer = await stripe.customers.create({ email: 'ana@example.com', name: 'Ana', address });
      if (card) {
        const { id } = await stripe.paymentMethods.attach(card, { customer: customer.id });
        await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
      }
      return customer;
    },
    /** The types of all events, oldest first; of one object when it is named. */
    events: async (about?: string): Promise<string[]> => {
      const { data } = await stripe.events.list({ limit: 100 });
      return data
        .filter((event) => !about || JSON.stringify(event.data.object).includes(about))
        .map(({ type }) => type)
        .reverse();
    },
    close: () => simulator.close(),
  };
}

export type Account = Awaited<ReturnType<typeof openAccount>>;
