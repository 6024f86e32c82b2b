import type { BillingProvider } from '@recado/core/billing/contract';
import { type Asked, idOf, moment, momentOrNull, once, type Reach, whole } from './stripe-client.ts';

/** How a dispute stands, with whose payment it is. */
export async function fetchDispute({ stripe }: Reach, id: string): ReturnType<BillingProvider['fetchDispute']> {
  const dispute = await stripe.disputes.retrieve(id, { expand: ['charge'] });
  const { customer } = whole(dispute.charge) ?? (await stripe.charges.retrieve(idOf(dispute.charge)));
  return {
    ...{ id, customer: customer ? idOf(customer) : null, status: dispute.status, reason: dispute.reason },
    ...{ currency: dispute.currency.toUpperCase(), cents: dispute.amount, openedAt: moment(dispute.created) },
    dueAt: momentOrNull(dispute.evidence_details.due_by),
  };
}

/** Credit on a customer's balance, which their next invoice takes first; once for each request, also when Stripe has forgotten its key. */
export async function credit(
  { stripe }: Reach,
  { customer, cents, currency, memo }: Asked<'credit'>,
  request: string,
): Promise<void> {
  for await (const { metadata } of stripe.customers.listBalanceTransactions(customer, { limit: 100 }))
    if (metadata?.request === request) return;
  await stripe.customers.createBalanceTransaction(
    customer,
    { amount: -cents, currency: currency.toLowerCase(), description: memo, metadata: { request } },
    once(request, 'credit'),
  );
}
