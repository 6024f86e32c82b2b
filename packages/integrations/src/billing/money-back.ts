import { type BillingProvider, billingErrors } from '@recado/core/billing/contract';
import { type Asked, idOf, once, type Reach } from './stripe-client.ts';
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

/** Gives money back to the card, with the credit note that belongs to it; once for each request. */
export async function refund(
  { stripe }: Reach,
  { invoice, cents, memo }: Asked<'refund'>,
  request: string,
): ReturnType<BillingProvider['refund']> {
  const [paid, notes] = await Promise.all([
    stripe.invoices.retrieve(invoice),
    stripe.creditNotes.list({ invoice, limit: 100 }),
  ]);
  const known = notes.data.find(({ metadata }) => metadata?.request === request);
  if (paid.status !== 'paid') throw billingErrors.notPaid();
  const left = paid.amount_paid - paid.post_payment_credit_notes_amount;
  const amount = cents ?? left;
  if (!known && (amount <= 0 || amount > left)) throw billingErrors.refundTooHigh({ leftCents: left });
  const note =
    known ??
    (await stripe.creditNotes.create(
      {
        ...{ invoice, amount, refund_amount: amount, memo, metadata: { request } },
        reason: 'order_change',
      },
      once(request, 'refund'),
    ));
  const back = note.refunds[0]?.refund;
  return { creditNote: note.id, number: note.number, refund: back ? idOf(back) : null, cents: note.amount };
}
