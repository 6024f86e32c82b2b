import { showInvoice } from '../render/invoices.ts';
import type { Sim } from '../sim.ts';
import type { Invoice, Subscription } from '../state/records.ts';
import { missing, refused } from '../wire/stripe-error.ts';
import { LEAST_CHARGE } from './build-invoice.ts';
import { type AskedItem, changeItems, type ItemsChange } from './change-subscription.ts';
import { createSubscription } from './create-subscription.ts';
import { type AskedDiscount, couponFor, redeem } from './discounts-of.ts';
import { periodEnd, renew } from './renew.ts';

export type AskedPreview = {
  customer?: string | undefined;
  subscription?: string | undefined;
  discounts?: AskedDiscount[] | null | undefined;
  automatic_tax?: { enabled: boolean } | undefined;
  subscription_details?:
    | {
        items?: AskedItem[] | undefined;
        proration_behavior?: ItemsChange['proration'] | undefined;
        proration_date?: number | undefined;
        trial_end?: number | 'now' | undefined;
        billing_cycle_anchor?: { type: 'now' | 'unchanged' | 'timestamp'; timestamp?: number | undefined } | undefined;
        cancel_at_period_end?: boolean | undefined;
      }
    | undefined;
};

/** What an invoice would be: the real thing is done, looked at and undone, so that the two cannot differ. */
export function previewInvoice(sim: Sim, asked: AskedPreview) {
  const id = sim.world.subscriptions.find(asked.subscription)?.id;
  if (asked.subscription && !id) throw missing('subscription', asked.subscription, 'subscription');
  const customer = asked.customer;
  if (!id && !sim.world.customers.find(customer)) throw missing('customer', customer ?? '', 'customer');
  const now = sim.now();
  const at = id ? periodEnd(sim.world.subscriptions.get(id)) : now;
  const shown = (invoice: Invoice) => {
    const due = invoice.total + invoice.startingBalance;
    return {
      ...showInvoice(sim, {
        ...invoice,
        status: 'draft',
        endingBalance: due >= LEAST_CHARGE ? 0 : due,
        attempts: 0,
        amountPaid: 0,
        number: null,
        finalizedAt: null,
      }),
      id: `upcoming_${invoice.id}`,
    };
  };
  if (!id) return sim.lookAhead(now, () => shown(ofNew(sim, customer as string, asked)));
  const isNow = sim.lookAhead(now, () => {
    const invoice = change(sim, sim.world.subscriptions.get(id), asked);
    return invoice && shown(invoice);
  });
  if (isNow) return isNow;
  return sim.lookAhead(now, () => {
    change(sim, sim.world.subscriptions.get(id), asked);
    return sim.lookFurther(at, () => {
      const invoice = renew(sim, sim.world.subscriptions.get(id));
      if (!invoice) throw refused('No upcoming invoices for customer.', { code: 'invoice_upcoming_none' });
      return shown(invoice);
    });
  });
}

function change(sim: Sim, subscription: Subscription, asked: AskedPreview): Invoice | undefined {
  const details = asked.subscription_details ?? {};
  if (subscription.endedAt !== null)
    throw refused('No upcoming invoices for customer.', { code: 'invoice_upcoming_none' });
  if (details.cancel_at_period_end !== undefined) subscription.cancelAtPeriodEnd = details.cancel_at_period_end;
  if (asked.discounts !== undefined)
    subscription.discounts = (asked.discounts ?? []).map(
      (each) =>
        each.discount ??
        redeem(sim, couponFor(sim, each, subscription.customer), {
          customer: subscription.customer,
          subscription: subscription.id,
        }),
    );
  if (asked.automatic_tax) subscription.automaticTax = asked.automatic_tax.enabled;
  const resetsAnchor = details.billing_cycle_anchor?.type === 'now';
  const endsTrial = details.trial_end === 'now' && subscription.status === 'trialing';
  if (!details.items && !resetsAnchor && !endsTrial) return undefined;
  return changeItems(sim, subscription, {
    ...{
      items: details.items ?? [],
      proration: details.proration_behavior ?? 'create_prorations',
      at: details.proration_date ?? sim.now(),
    },
    ...{ behavior: 'allow_incomplete', resetsAnchor, endsTrial, isPreview: true },
  });
}

function ofNew(sim: Sim, customer: string, asked: AskedPreview): Invoice {
  const details = asked.subscription_details ?? {};
  const { subscription } = createSubscription(sim, {
    ...{ customer, discounts: (asked.discounts ?? []).map((each) => couponFor(sim, each, customer)) },
    items: (details.items ?? []).map(({ price = '', quantity = 1 }) => ({ price, quantity })),
    ...{ trialEnd: typeof details.trial_end === 'number' ? details.trial_end : null },
    anchor: details.billing_cycle_anchor?.timestamp ?? null,
    ...{ missingCard: 'create_invoice', automaticTax: asked.automatic_tax?.enabled ?? false, paymentMethod: null },
    ...{ behavior: 'default_incomplete', metadata: {}, description: null },
  });
  return sim.world.invoices.get(subscription.latestInvoice as string);
}
