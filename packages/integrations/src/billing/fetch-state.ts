import type {
  BilledInvoice,
  BilledSubscription,
  BillingPicture,
  OrderLine,
  TaxIdState,
} from '@recado/core/billing/contract';
import type Stripe from 'stripe';
import { keyOf } from './prices.ts';
import { idOf, moment, momentOrNull, type Reach, whole } from './stripe-client.ts';

/** How many invoices are told: two years of months. */
const INVOICES = 24;

// of those that live the newest; whatever never began comes last
const LIVES: ReadonlySet<Stripe.Subscription.Status> = new Set(['trialing', 'active', 'past_due', 'unpaid', 'paused']);

/** Everything that we keep of one customer. */
export async function fetchState(reach: Reach, customer: string): Promise<BillingPicture> {
  const { stripe, now } = reach;
  const readAt = now();
  const [who, subscriptions, invoices] = await Promise.all([
    stripe.customers.retrieve(customer),
    stripe.subscriptions.list({
      ...{ customer, status: 'all', limit: 100 },
      expand: ['data.default_payment_method', 'data.schedule', 'data.discounts.source.coupon'],
    }),
    stripe.invoices.list({ customer, limit: INVOICES }),
  ]);
  const living = subscriptions.data.filter(({ status }) => LIVES.has(status)).sort(byAge);
  const chosen = living[0] ?? subscriptions.data.filter(({ status }) => status === 'canceled').sort(byAge)[0];
  const subscription = chosen ?? [...subscriptions.data].sort(byAge)[0];
  return {
    ...{ customer, readAt },
    ...(await aboutCustomer(stripe, who, subscription && whole(subscription.default_payment_method))),
    subscription: subscription ? await ofSubscription(stripe, subscription) : null,
    strays: living.slice(1).map(({ id }) => id),
    invoices: await Promise.all(invoices.data.map((invoice) => ofInvoice(stripe, invoice))),
  };
}

const byAge = (a: Stripe.Subscription, b: Stripe.Subscription): number =>
  b.created - a.created || (a.id < b.id ? -1 : 1);

async function aboutCustomer(
  stripe: Stripe,
  who: Stripe.Customer | Stripe.DeletedCustomer,
  ofSubscription: Stripe.PaymentMethod | null | undefined,
): Promise<Pick<BillingPicture, 'isDeleted' | 'email' | 'country' | 'balanceCents' | 'currency' | 'taxIds' | 'card'>> {
  if (who.deleted)
    return {
      ...{ isDeleted: true, email: null, country: null, balanceCents: 0, currency: null, taxIds: [], card: null },
    };
  const standard = who.invoice_settings.default_payment_method;
  const [taxIds, method] = await Promise.all([
    stripe.customers.listTaxIds(who.id, { limit: 100 }),
    ofSubscription ?? (standard ? stripe.paymentMethods.retrieve(idOf(standard)) : null),
  ]);
  return {
    ...{ isDeleted: false, email: who.email, country: who.address?.country ?? null, balanceCents: who.balance },
    ...{ currency: who.currency?.toUpperCase() ?? null, card: cardOf(method) },
    taxIds: taxIds.data
      .map(({ type, value, country, verification }) => ({
        ...{ type, value, country },
        status: (verification?.status ?? 'unavailable') as TaxIdState['status'],
      }))
      .sort((a, b) => (a.value < b.value ? -1 : 1)),
  };
}

function cardOf(method: Stripe.PaymentMethod | null): BillingPicture['card'] {
  if (!method?.card) return null;
  const { brand, last4, exp_month: expMonth, exp_year: expYear } = method.card;
  return { brand, last4, expMonth, expYear };
}

const linesOf = (items: { price: Stripe.Price; quantity?: number | undefined }[]): OrderLine[] =>
  items.map(({ price, quantity }) => ({ priceKey: keyOf(price), quantity: quantity ?? 1 }));

async function ofSubscription(stripe: Stripe, of: Stripe.Subscription): Promise<BilledSubscription> {
  const items = of.items.data;
  const schedule = whole(of.schedule);
  const waiting = of.pending_update;
  return {
    ...{ id: of.id, status: of.status as BilledSubscription['status'], startedAt: moment(of.start_date) },
    currency: of.currency.toUpperCase(),
    items: items.map(({ id, price, quantity }) => ({
      ...{ id, priceKey: keyOf(price), quantity: quantity ?? 1, price: price.id, product: idOf(price.product) },
      ...{ cents: price.unit_amount ?? 0, interval: (price.recurring?.interval ?? 'month') as 'month' },
    })),
    periodStart: moment(Math.min(...items.map(({ current_period_start }) => current_period_start))),
    periodEnd: moment(Math.min(...items.map(({ current_period_end }) => current_period_end))),
    trialEndsAt: momentOrNull(of.trial_end),
    isEnding: of.ended_at === null && (of.cancel_at_period_end || of.cancel_at !== null),
    endsAt: momentOrNull(of.cancel_at),
    endedAt: momentOrNull(of.ended_at),
    endedBecause: of.cancellation_details?.reason ?? null,
    waiting: waiting && {
      lines: linesOf(waiting.subscription_items ?? items),
      until: moment(waiting.expires_at),
    },
    schedule: schedule?.id ?? null,
    planned: schedule && (await plannedBy(stripe, schedule, items)),
    discounts: of.discounts.flatMap((each) => {
      const discount = whole(each);
      const coupon = whole(discount?.source.coupon);
      if (!discount || !coupon) return [];
      return {
        ...{ coupon: coupon.id, percent: coupon.percent_off, cents: coupon.amount_off },
        ...{ code: discount.promotion_code && idOf(discount.promotion_code), endsAt: momentOrNull(discount.end) },
      };
    }),
  };
}

/** What a schedule makes of its subscription after the phase that runs. */
async function plannedBy(
  stripe: Stripe,
  { phases, current_phase }: Stripe.SubscriptionSchedule,
  items: Stripe.SubscriptionItem[],
): Promise<BilledSubscription['planned']> {
  const next = phases.find(({ start_date }) => start_date >= (current_phase?.end_date ?? 0));
  if (!next) return null;
  // a schedule names prices; how they are called is asked where the items do not say it
  const lines = next.items.map(async ({ price, quantity }): Promise<OrderLine> => {
    const id = idOf(price);
    const known = items.find((item) => item.price.id === id)?.price ?? (await stripe.prices.retrieve(id));
    return { priceKey: keyOf(known), quantity: quantity ?? 1 };
  });
  return { lines: await Promise.all(lines), at: moment(next.start_date) };
}

async function ofInvoice(stripe: Stripe, of: Stripe.Invoice): Promise<BilledInvoice> {
  const subscription = of.parent?.subscription_details?.subscription;
  return {
    ...{ id: of.id as string, number: of.number, status: (of.status ?? 'draft') as BilledInvoice['status'] },
    ...{ reason: of.billing_reason, subscription: subscription ? idOf(subscription) : null },
    createdAt: moment(of.created),
    finalizedAt: momentOrNull(of.status_transitions.finalized_at),
    paidAt: momentOrNull(of.status_transitions.paid_at),
    ...{ currency: of.currency.toUpperCase(), totalCents: of.total },
    taxCents: (of.total_taxes ?? []).reduce((all, { amount }) => all + amount, 0),
    ...{ dueCents: of.amount_due, paidCents: of.amount_paid, creditedCents: of.post_payment_credit_notes_amount },
    ...{
      attempts: of.attempt_count,
      nextAttemptAt: of.status === 'open' ? momentOrNull(of.next_payment_attempt) : null,
    },
    ...(await paymentOf(stripe, of)),
    ...{ url: of.hosted_invoice_url ?? null, document: of.invoice_pdf ?? null },
  };
}

async function paymentOf(
  stripe: Stripe,
  { id, status, attempt_count }: Stripe.Invoice,
): Promise<Pick<BilledInvoice, 'payment' | 'declineCode'>> {
  if (status === 'paid') return { payment: 'paid', declineCode: null };
  if (status !== 'open' && status !== 'uncollectible') return { payment: 'none', declineCode: null };
  if (attempt_count === 0) return { payment: 'waits', declineCode: null };
  const { data } = await stripe.invoicePayments.list({
    invoice: id as string,
    expand: ['data.payment.payment_intent'],
  });
  const intent = whole(data[0]?.payment.payment_intent);
  if (intent?.status === 'requires_action') return { payment: 'action', declineCode: null };
  const said = intent?.last_payment_error;
  return { payment: 'declined', declineCode: said?.decline_code ?? said?.code ?? null };
}
