import type { BillingEvent, BillingProvider } from '@recado/core/billing/contract';
import Stripe from 'stripe';
import { isLiveKey, moment, type Reach, type StripeOptions, seconds } from './stripe-client.ts';

/** How old a signature may be, in seconds: Stripe signs each delivery anew. */
const TOLERANCE = 300;

/** What changes a picture; Stripe takes twenty at most. */
const ABOUT_CUSTOMERS = [
  'checkout.session.completed',
  'credit_note.created',
  'customer.deleted',
  'customer.updated',
  'customer.subscription.created',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'customer.subscription.updated',
  'customer.tax_id.created',
  'customer.tax_id.deleted',
  'customer.tax_id.updated',
  'invoice.created',
  'invoice.finalized',
  'invoice.paid',
  'invoice.payment_action_required',
  'invoice.payment_failed',
  'invoice.updated',
  'invoice.voided',
  'subscription_schedule.updated',
];

function customerOf(event: Stripe.Event): string | null {
  const about = event.data.object as { object?: string; id?: string; customer?: string | { id: string } | null };
  if (about.object === 'customer') return about.id ?? null;
  return typeof about.customer === 'string' ? about.customer : (about.customer?.id ?? null);
}

const told = (event: Stripe.Event): BillingEvent => ({
  ...{ id: event.id, type: event.type, customer: customerOf(event), createdAt: moment(event.created) },
});

/** Of whom something happened since a moment, each once. Stripe keeps events for thirty days. */
export async function listChanged({ stripe, now }: Reach, since: Date): ReturnType<BillingProvider['listChanged']> {
  const until = now();
  const customers = new Set<string>();
  const events = stripe.events.list({ created: { gte: seconds(since) }, types: ABOUT_CUSTOMERS, limit: 100 });
  for await (const event of events) {
    const customer = customerOf(event);
    if (customer) customers.add(customer);
  }
  return { customers: [...customers].sort(), until };
}

/**
 * Believes a call only when one of the endpoint's secrets signed exactly these bytes, within five minutes, and it is about the account and
 * the kind of money that our key is for. `clock` is this machine's: a delivery is signed when it is sent.
 */
export function verifyWebhook(
  { stripe }: Reach,
  { secretKey, webhookSecrets }: StripeOptions,
  [body, signature]: Parameters<BillingProvider['verifyWebhook']>,
  clock: () => number = Date.now,
): ReturnType<BillingProvider['verifyWebhook']> {
  const refused = (refusal: 'forged' | 'stale' | 'foreign' | 'unreadable') => ({ event: null, refusal });
  const raw = typeof body === 'string' ? body : Buffer.from(body);
  let event: Stripe.Event | undefined;
  for (const secret of webhookSecrets) {
    try {
      // its age is looked at below, so that an old call is told from a forged one
      event = stripe.webhooks.constructEvent(raw, signature ?? '', secret, 0);
      break;
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) return refused('unreadable');
    }
  }
  if (event === undefined) return refused('forged');
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(signature ?? '')?.[1]);
  if (!(clock() / 1000 - signedAt <= TOLERANCE)) return refused('stale');
  if (event?.object !== 'event' || typeof event.id !== 'string' || !event.data?.object) return refused('unreadable');
  if (event.livemode !== isLiveKey(secretKey) || event.account) return refused('foreign');
  return { event: told(event), refusal: null };
}
