import { type BillingProvider, billingErrors } from '@recado/core/billing/contract';
import type Stripe from 'stripe';
import { type Asked, idOf, once, type Reach, whole } from './stripe-client.ts';
import { translateError } from './translate-error.ts';

/** Asks for an open invoice once more. One that is paid already is left alone. */
export async function pay({ stripe }: Reach, { invoice }: Asked<'pay'>, request: string): Promise<void> {
  const { status, hosted_invoice_url: url } = await stripe.invoices.retrieve(invoice);
  if (status === 'paid') return;
  try {
    await stripe.invoices.pay(invoice, {}, once(request, 'pay'));
  } catch (error) {
    const translated = translateError(error);
    // where the bank asks, the page of the invoice is where one answers
    if (translated.code === 'billing.needsAction')
      throw billingErrors.needsAction({ url: url ?? null }, { cause: error });
    throw translated;
  }
}

/**
 * Gives money back to the card, with the credit note that belongs to it; once for each request. Everything is what neither a note nor somebody
 * at the provider's own pages has given back yet. Throws billing.refundTooHigh where nothing is left, and billing.providerAway where somebody
 * gave some of it back at the same moment: asked again, what is left then goes back.
 */
export async function refund(
  reach: Reach,
  { invoice, cents, memo }: Asked<'refund'>,
  request: string,
): ReturnType<BillingProvider['refund']> {
  const { stripe } = reach;
  // the notes after the invoice: one that counts there is seen here
  const left = await leftOf(reach, invoice);
  const notes = await stripe.creditNotes.list({ invoice, limit: 100 });
  const known = notes.data.find(({ metadata }) => metadata?.request === request);
  if (known) return given(known);
  const amount = cents ?? left;
  if (amount <= 0 || amount > left) throw billingErrors.refundTooHigh({ leftCents: left });
  try {
    const note = await stripe.creditNotes.create(
      {
        ...{ invoice, amount, refund_amount: amount, memo, metadata: { request } },
        reason: 'order_change',
      },
      // what is left is another sum once somebody gave some of it back, and another sum takes another key
      once(request, cents === null ? `refund:${left}` : 'refund'),
    );
    return given(note);
  } catch (error) {
    const translated = translateError(error);
    const isOvertaken =
      cents === null && translated.code === 'billing.refundTooHigh' && (await leftOf(reach, invoice)) !== left;
    throw isOvertaken ? billingErrors.providerAway({}, { cause: error }) : translated;
  }
}

/** What of an invoice can go back still: by its notes, and by the card payments, of which some may have been given back without a note. */
async function leftOf({ stripe }: Reach, invoice: string): Promise<number> {
  const paid = await stripe.invoices.retrieve(invoice);
  if (paid.status !== 'paid') throw billingErrors.notPaid();
  const { data } = await stripe.invoicePayments.list({
    ...{ invoice, status: 'paid', limit: 100 },
    expand: ['data.payment.payment_intent'],
  });
  const ids = data.flatMap(({ payment }) => payment.charge ?? whole(payment.payment_intent)?.latest_charge ?? []);
  const charges = await Promise.all(ids.map((id) => stripe.charges.retrieve(idOf(id))));
  const onCards = charges.reduce((all, { amount, amount_refunded }) => all + amount - amount_refunded, 0);
  return Math.min(paid.amount_paid - paid.post_payment_credit_notes_amount, onCards);
}

const given = ({ id, number, amount, refunds }: Stripe.CreditNote) => {
  const back = refunds[0]?.refund;
  return { creditNote: id, number, refund: back ? idOf(back) : null, cents: amount };
};
