import { billingErrors, type Change, type Preview } from '@recado/core/billing/contract';
import type Stripe from 'stripe';
import { keyOf, movesTo, pricesOf } from './prices.ts';
import { type Asked, idOf, moment, once, type Reach, seconds, whole } from './stripe-client.ts';

/** What an order would cost from a moment on: Stripe's own invoice, which it does not keep. */
export async function preview(reach: Reach, { subscription, lines, at }: Asked<'preview'>): Promise<Preview> {
  const { stripe } = reach;
  const now = await stripe.subscriptions.retrieve(subscription);
  const invoice = await stripe.invoices.createPreview({
    subscription,
    subscription_details: {
      items: await movesTo(reach, now.items.data, lines),
      proration_behavior: 'always_invoice',
      ...(at && { proration_date: seconds(at) }),
    },
  });
  const prices = new Map(
    [...(await pricesOf(reach, lines)).values(), ...now.items.data.map(({ price }) => price)].map((price) => [
      price.id,
      keyOf(price),
    ]),
  );
  return {
    ...{ at: at ?? beganAt(invoice), currency: invoice.currency.toUpperCase(), subtotalCents: invoice.subtotal },
    discountCents: sum(invoice.total_discount_amounts),
    taxCents: sum(invoice.total_taxes?.filter(({ tax_behavior }) => tax_behavior === 'exclusive')),
    ...{ totalCents: invoice.total, dueCents: invoice.amount_due },
    lines: invoice.lines.data.map((line) => ({
      ...{ text: line.description ?? '', cents: line.amount },
      isProration:
        line.parent?.subscription_item_details?.proration ?? line.parent?.invoice_item_details?.proration ?? false,
      ...{ from: moment(line.period.start), to: moment(line.period.end) },
      priceKey: prices.get(idOf(line.pricing?.price_details?.price ?? '')) ?? null,
    })),
  };
}

// where nothing else was asked for, shares of a period begin when it was asked
function beganAt({ lines, created }: Stripe.Invoice): Date {
  const shares = lines.data.filter(
    ({ parent }) => parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration,
  );
  return moment(Math.min(created, ...shares.map(({ period }) => period.start)));
}

const sum = (amounts: { amount: number }[] | null | undefined): number =>
  (amounts ?? []).reduce((all, { amount }) => all + amount, 0);

/** Makes a subscription what an order says. */
export async function change(reach: Reach, asked: Asked<'change'>, request: string): Promise<Change> {
  const now = await reach.stripe.subscriptions.retrieve(asked.subscription);
  return asked.when === 'now' ? changeNow(reach, now, asked, request) : plan(reach, now, asked, request);
}

async function changeNow(
  reach: Reach,
  now: Stripe.Subscription,
  { lines, at }: Extract<Asked<'change'>, { when: 'now' }>,
  request: string,
): Promise<Change> {
  const { stripe } = reach;
  await release(stripe, now, request);
  const items = await movesTo(reach, now.items.data, lines);
  if (items.length === 0) return { kind: 'done', invoice: null };
  const before = now.latest_invoice ? idOf(now.latest_invoice) : null;
  const after = await stripe.subscriptions.update(
    now.id,
    {
      ...{ items, proration_behavior: 'always_invoice' },
      ...(at && { proration_date: seconds(at) }),
      ...{ payment_behavior: 'pending_if_incomplete', expand: ['latest_invoice'] },
    },
    once(request, 'change'),
  );
  const invoice = whole(after.latest_invoice);
  if (!after.pending_update)
    return { kind: 'done', invoice: invoice && invoice.id !== before ? (invoice.id ?? null) : null };
  return {
    ...{ kind: 'waits', because: await refusalOf(stripe, invoice?.id ?? null), invoice: invoice?.id ?? null },
    ...{ url: invoice?.hosted_invoice_url ?? null, until: moment(after.pending_update.expires_at) },
  };
}

async function refusalOf(stripe: Stripe, invoice: string | null): Promise<'declined' | 'action'> {
  if (!invoice) return 'declined';
  const { data } = await stripe.invoicePayments.list({ invoice, expand: ['data.payment.payment_intent'] });
  const asksBank = data.some(({ payment }) => whole(payment.payment_intent)?.status === 'requires_action');
  return asksBank ? 'action' : 'declined';
}

/** Plans a smaller order for the end of the period. Until then everything stays; nothing is paid or given back. */
async function plan(
  reach: Reach,
  now: Stripe.Subscription,
  { lines }: Asked<'change'>,
  request: string,
): Promise<Change> {
  const { stripe } = reach;
  if (now.cancel_at_period_end || now.cancel_at) throw billingErrors.isEnding();
  const prices = await pricesOf(reach, lines);
  const schedule = now.schedule
    ? await stripe.subscriptionSchedules.retrieve(idOf(now.schedule))
    : await stripe.subscriptionSchedules.create({ from_subscription: now.id }, once(request, 'schedule'));
  const current = schedule.phases.find(({ start_date }) => start_date === schedule.current_phase?.start_date);
  if (!current) throw billingErrors.notFound();
  const end = Math.min(...now.items.data.map(({ current_period_end }) => current_period_end));
  // said in each phase, so that it hangs on no default
  const kept = {
    automatic_tax: { enabled: now.automatic_tax.enabled },
    discounts: current.discounts.flatMap(({ discount, coupon, promotion_code }) => {
      if (discount) return { discount: idOf(discount) };
      if (promotion_code) return { promotion_code: idOf(promotion_code) };
      return coupon ? { coupon: idOf(coupon) } : [];
    }),
  };
  const recurring = prices.get(lines[0]?.priceKey ?? '')?.recurring;
  await stripe.subscriptionSchedules.update(
    schedule.id,
    {
      ...{ end_behavior: 'release', proration_behavior: 'none' },
      phases: [
        {
          ...{ start_date: current.start_date, end_date: end, proration_behavior: 'none', ...kept },
          items: now.items.data.map(({ price, quantity }) => ({ price: price.id, quantity: quantity ?? 1 })),
          ...(current.trial_end && { trial_end: current.trial_end }),
        },
        {
          ...{ proration_behavior: 'none', ...kept },
          items: lines.map(({ priceKey, quantity }) => ({ price: prices.get(priceKey)?.id as string, quantity })),
          duration: { interval: recurring?.interval ?? 'month', interval_count: recurring?.interval_count ?? 1 },
        },
      ],
    },
    once(request, 'phases'),
  );
  return { kind: 'planned', at: moment(end) };
}

async function release(stripe: Stripe, { schedule }: Stripe.Subscription, request: string): Promise<void> {
  if (schedule) await stripe.subscriptionSchedules.release(idOf(schedule), {}, once(request, 'release'));
}

/** Ends a subscription with its period, or now. */
export async function cancel(
  { stripe }: Reach,
  { subscription, when, comment }: Asked<'cancel'>,
  request: string,
): Promise<void> {
  const now = await stripe.subscriptions.retrieve(subscription);
  if (now.ended_at !== null) return;
  await release(stripe, now, request);
  const details = comment ? { cancellation_details: { comment } } : {};
  if (when === 'now') await stripe.subscriptions.cancel(subscription, details, once(request, 'cancel'));
  else
    await stripe.subscriptions.update(
      subscription,
      { cancel_at_period_end: true, ...details },
      once(request, 'cancel'),
    );
}

/** Takes back what was planned for the end of the period; one that is to end then still does. */
export async function unplan({ stripe }: Reach, { subscription }: Asked<'unplan'>, request: string): Promise<void> {
  await release(stripe, await stripe.subscriptions.retrieve(subscription), request);
}

/** Takes off whatever makes it cost less, from its next invoice on. */
export async function undiscount(
  { stripe }: Reach,
  { subscription }: Asked<'undiscount'>,
  request: string,
): Promise<void> {
  await stripe.subscriptions.update(subscription, { discounts: '' }, once(request, 'undiscount'));
}

/** Takes back what would happen at the end of the period; one that stands still goes on. */
export async function resume({ stripe }: Reach, { subscription }: Asked<'resume'>, request: string): Promise<void> {
  const now = await stripe.subscriptions.retrieve(subscription);
  await release(stripe, now, request);
  if (now.status === 'paused') await stripe.subscriptions.resume(subscription, {}, once(request, 'resume'));
  else if (now.cancel_at_period_end || now.cancel_at)
    await stripe.subscriptions.update(
      subscription,
      now.cancel_at_period_end ? { cancel_at_period_end: false } : { cancel_at: '' },
      once(request, 'resume'),
    );
}
