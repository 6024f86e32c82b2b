import { z } from 'zod';
import { requireLocation } from '../billing/build-invoice.ts';
import { changeItems, type ItemsChange } from '../billing/change-subscription.ts';
import { createSubscription, trialEndAfter } from '../billing/create-subscription.ts';
import { couponFor, redeem } from '../billing/discounts-of.ts';
import { endSubscription } from '../billing/end-subscription.ts';
import { creditFor } from '../billing/prorate.ts';
import { followed, periodEnd, resume, settleNow } from '../billing/renew.ts';
import { showSubscription } from '../render/subscriptions.ts';
import type { Sim } from '../sim.ts';
import type { Subscription } from '../state/records.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';
import { customerOf, ownCard } from './customers.ts';
import {
  anchorParam,
  billingMode,
  cancellationDetails,
  createdParam,
  type discountParam,
  isWithin,
  itemParam,
  prorationParam,
  shared,
} from './subscription-params.ts';

const subscriptionOf = (sim: Sim, id: string | undefined): Subscription =>
  known(sim.world.subscriptions.find(id), 'subscription', id);

/** One that is not over. */
export function liveSubscription(sim: Sim, id: string | undefined): Subscription {
  const subscription = subscriptionOf(sim, id);
  if (subscription.endedAt !== null)
    throw refused(
      `No such subscription: ${subscription.id}: a canceled subscription can only update its cancellation_details and metadata.`,
      { code: 'resource_missing' },
    );
  return subscription;
}

function setDiscounts(sim: Sim, subscription: Subscription, asked: z.output<typeof discountParam>): void {
  const kept = (asked ?? []).map((each) => {
    if (each.discount)
      return known(
        subscription.discounts.find((id) => id === each.discount),
        'discount',
        each.discount,
      );
    const found = couponFor(sim, each, subscription.customer);
    return redeem(sim, found, { customer: subscription.customer, subscription: subscription.id });
  });
  subscription.discounts = kept;
}

function setCancellation(
  sim: Sim,
  subscription: Subscription,
  given: {
    cancel_at_period_end?: boolean | undefined;
    cancel_at?: number | 'min_period_end' | 'max_period_end' | null | undefined;
  },
): void {
  const { cancel_at_period_end: atEnd, cancel_at: asked } = given;
  // all items end their periods together
  const at = typeof asked === 'string' ? periodEnd(subscription) : asked;
  if (atEnd === undefined && at === undefined) return;
  if (subscription.schedule)
    throw refused(
      'The subscription is managed by the subscription schedule, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.',
    );
  if (typeof at === 'number' && at <= sim.now())
    throw refused('cancel_at must be in the future.', { param: 'cancel_at' });
  if (atEnd !== undefined) {
    subscription.cancelAtPeriodEnd = atEnd;
    subscription.cancelAt = atEnd ? periodEnd(subscription) : null;
  }
  if (at !== undefined)
    Object.assign(subscription, { cancelAt: at, cancelAtPeriodEnd: at === periodEnd(subscription) });
  const isEnding = subscription.cancelAt !== null;
  subscription.canceledAt = isEnding ? sim.now() : null;
  subscription.cancellation.reason = isEnding ? 'cancellation_requested' : null;
}

/** A change of items as a request words it. */
export function itemsChange(
  sim: Sim,
  given: {
    items?: ItemsChange['items'] | undefined;
    proration_behavior?: ItemsChange['proration'] | undefined;
    proration_date?: number | undefined;
    billing_cycle_anchor?: { type: 'now' | 'unchanged' } | undefined;
    trial_end?: number | 'now' | undefined;
    payment_behavior?: ItemsChange['behavior'] | undefined;
  },
): ItemsChange {
  return {
    ...{
      items: given.items ?? [],
      proration: given.proration_behavior ?? 'create_prorations',
      at: given.proration_date ?? sim.now(),
    },
    ...{
      behavior: given.payment_behavior ?? 'allow_incomplete',
      resetsAnchor: given.billing_cycle_anchor?.type === 'now',
    },
    endsTrial: given.trial_end === 'now',
  };
}

// what may wait for its money together with the items
const MAY_WAIT = [
  'items',
  'proration_behavior',
  'proration_date',
  'payment_behavior',
  'billing_cycle_anchor',
  'trial_end',
  'expand',
  'off_session',
  'discounts',
];

export const subscriptions: Route[] = [
  route(
    'POST',
    '/v1/subscriptions',
    p.shape({
      ...shared,
      ...{
        customer: p.text,
        items: z.array(itemParam.omit({ id: true, deleted: true, clear_usage: true })),
        trial_period_days: p.whole.optional(),
      },
      ...{
        billing_cycle_anchor: p.moment.optional(),
        billing_mode: billingMode.optional(),
        currency: p.text.optional(),
      },
    }),
    (sim, given) => {
      const customer = customerOf(sim, given.customer);
      const trialEnd =
        typeof given.trial_end === 'number'
          ? given.trial_end
          : given.trial_period_days
            ? trialEndAfter(sim, given.trial_period_days)
            : null;
      if (given.default_payment_method) ownCard(sim, given.default_payment_method, customer.id);
      const { subscription } = createSubscription(sim, {
        customer: customer.id,
        items: given.items.map(({ price, quantity, metadata }) => {
          if (!price)
            throw refused('Missing required param: items[0][price].', {
              code: 'parameter_missing',
              param: 'items[0][price]',
            });
          return { price, quantity: quantity ?? 1, ...(metadata && { metadata }) };
        }),
        discounts: (given.discounts ?? []).map((each) => couponFor(sim, each, customer.id)),
        ...{
          trialEnd,
          anchor: given.billing_cycle_anchor ?? null,
          automaticTax: given.automatic_tax?.enabled ?? false,
        },
        missingCard: given.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
        ...{
          paymentMethod: given.default_payment_method ?? null,
          behavior: given.payment_behavior ?? 'allow_incomplete',
        },
        ...{
          metadata: given.metadata ?? {},
          description: given.description ?? null,
          cancelAt: typeof given.cancel_at === 'number' ? given.cancel_at : null,
        },
        ...{
          cancelAtPeriodEnd: given.cancel_at_period_end ?? false,
          savesCard: given.payment_settings?.save_default_payment_method ?? 'off',
        },
        prorationDiscounts: given.billing_mode?.flexible?.proration_discounts ?? 'included',
      });
      return showSubscription(sim, subscription);
    },
  ),
  route(
    'GET',
    '/v1/subscriptions',
    p.shape({
      ...{
        ...p.page,
        customer: p.text.optional(),
        status: p.text.optional(),
        price: p.text.optional(),
        test_clock: p.text.optional(),
      },
      created: createdParam,
    }),
    (sim, { customer, status, price, test_clock: _, created, ...page }) => {
      const fits = (each: Subscription): boolean => {
        if (customer && each.customer !== customer) return false;
        if (price && !each.items.some((item) => item.price === price)) return false;
        if (!isWithin(each.created, created)) return false;
        if (status === 'all') return true;
        if (status === 'ended') return each.endedAt !== null;
        return status ? each.status === status : each.status !== 'canceled';
      };
      return listPage(
        sim.world.subscriptions.peek().filter(fits),
        page,
        (each) => showSubscription(sim, each),
        '/v1/subscriptions',
      );
    },
  ),
  route('GET', '/v1/subscriptions/:id', p.shape({}), (sim, _, { id }) =>
    showSubscription(sim, subscriptionOf(sim, id)),
  ),
  route(
    'POST',
    '/v1/subscriptions/:id',
    p.shape({
      ...{
        ...shared,
        items: z.array(itemParam).optional(),
        proration_date: p.moment.optional(),
        cancellation_details: cancellationDetails.optional(),
      },
      billing_cycle_anchor: anchorParam.optional(),
    }),
    (sim, given, { id }) => {
      const subscription = liveSubscription(sim, id);
      if (given.payment_behavior === 'default_incomplete')
        throw refused(
          'The simulator changes subscriptions with payment_behavior allow_incomplete, error_if_incomplete or pending_if_incomplete.',
        );
      const stray = Object.keys(given).find((key) => !MAY_WAIT.includes(key));
      if (given.payment_behavior === 'pending_if_incomplete' && stray)
        throw refused(
          `When \`payment_behavior\` is set to \`pending_if_incomplete\`, you can only pass supported params; \`${stray}\` is not one of them.`,
          { param: stray },
        );
      followed(sim, subscription, () => {
        if (given.default_payment_method !== undefined)
          subscription.paymentMethod = given.default_payment_method
            ? ownCard(sim, given.default_payment_method, subscription.customer).id
            : null;
        if (given.automatic_tax) {
          if (given.automatic_tax.enabled) requireLocation(sim.world.customers.get(subscription.customer));
          subscription.automaticTax = given.automatic_tax.enabled;
        }
        if (given.discounts !== undefined) setDiscounts(sim, subscription, given.discounts);
        subscription.metadata = p.mergeMetadata(subscription.metadata, given.metadata);
        subscription.description = given.description ?? subscription.description;
        subscription.missingCard =
          given.trial_settings?.end_behavior.missing_payment_method ?? subscription.missingCard;
        subscription.savesCard = given.payment_settings?.save_default_payment_method ?? subscription.savesCard;
        if (typeof given.trial_end === 'number') moveTrial(sim, subscription, given.trial_end);
        const change = itemsChange(sim, given);
        if (change.items.length > 0 || change.resetsAnchor || (change.endsTrial && subscription.status === 'trialing'))
          changeItems(sim, subscription, change);
        setCancellation(sim, subscription, given);
        Object.assign(subscription.cancellation, given.cancellation_details);
      });
      return showSubscription(sim, subscription);
    },
  ),
  route(
    'DELETE',
    '/v1/subscriptions/:id',
    p.shape({
      cancellation_details: cancellationDetails.optional(),
      invoice_now: p.truth.optional(),
      prorate: p.truth.optional(),
    }),
    (sim, given, { id }) => {
      const subscription = liveSubscription(sim, id);
      Object.assign(subscription.cancellation, given.cancellation_details);
      if (given.prorate) {
        for (const line of subscription.items.flatMap((item) => creditFor(sim, item, sim.now()))) {
          line.pending = sim.id('ii', 24);
          sim.world.pendingLines.add({
            id: line.pending,
            created: sim.now(),
            customer: subscription.customer,
            subscription: subscription.id,
            line,
          });
        }
      }
      if (given.invoice_now) settleNow(sim, subscription);
      endSubscription(sim, subscription, 'cancellation_requested');
      return showSubscription(sim, subscription);
    },
  ),
  route(
    'POST',
    '/v1/subscriptions/:id/resume',
    p.shape({
      billing_cycle_anchor: z
        .strictObject({ type: z.literal('now', 'The simulator resumes with a new period from now.') })
        .optional(),
      proration_behavior: prorationParam.optional(),
      payment_behavior: z.enum(['resume_on_payment_attempt', 'resume_on_payment_success']).optional(),
    }),
    (sim, _, { id }) => {
      const subscription = liveSubscription(sim, id);
      if (subscription.status !== 'paused') throw refused('Only a paused subscription can be resumed.');
      resume(sim, subscription);
      return showSubscription(sim, subscription);
    },
  ),
];

function moveTrial(sim: Sim, subscription: Subscription, until: number): void {
  if (subscription.status !== 'trialing' || until <= sim.now())
    throw refused('The simulator moves the end of a trial that is running, to a later moment.', { param: 'trial_end' });
  Object.assign(subscription, { trialEnd: until, anchor: until });
  for (const item of subscription.items) item.end = until;
}
