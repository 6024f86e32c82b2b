import { DAY } from '../money/months.ts';
import { showInvoice } from '../render/invoices.ts';
import { showCharge, showDispute, showIntent, showInvoicePayment, showRefusal } from '../render/payments.ts';
import { emit, type Sim } from '../sim.ts';
import type { Intent, Invoice, PaymentMethod } from '../state/records.ts';
import { refused, StripeError } from '../wire/stripe-error.ts';
import { judgeCard, refusalOf } from './cards.ts';
import { afterPaid, afterRefused } from './follow-payment.ts';

/** The card that pays an invoice of its customer. */
export function cardOf(
  sim: Sim,
  invoice: Pick<Invoice, 'customer' | 'subscription' | 'paymentMethod'>,
): PaymentMethod | undefined {
  const { world } = sim;
  const named = [
    invoice.paymentMethod,
    world.subscriptions.find(invoice.subscription)?.paymentMethod,
    world.customers.get(invoice.customer).paymentMethod,
  ];
  return named.map((id) => world.paymentMethods.find(id)).find((card) => card !== undefined);
}

export type Outcome = 'paid' | 'refused' | 'action' | 'no_card';
export type Attempt = { card?: PaymentMethod | undefined; isAuthenticated?: boolean; isRetry?: boolean };

/** Asks the card for what an open invoice is owed, and lets everything follow from the answer. */
export function payInvoice(sim: Sim, invoice: Invoice, attempt: Attempt = {}): Outcome {
  if (invoice.amountDue - invoice.amountPaid <= 0) return markPaid(sim, invoice);
  const intent = intentOf(sim, invoice);
  const card = attempt.card ?? cardOf(sim, invoice);
  invoice.attempts += 1;
  invoice.firstAttempt ??= sim.now();
  if (!card) {
    intent.status = 'requires_payment_method';
    return noteRefusal(sim, invoice, intent, 'no_card');
  }
  intent.paymentMethod = card.id;
  const isRenewal = invoice.reason === 'subscription_cycle';
  const verdict = judgeCard(card, { isRenewal, isAuthenticated: attempt.isAuthenticated ?? false });
  if (verdict.kind === 'action') {
    intent.status = 'requires_action';
    intent.error = null;
    emit(sim, 'payment_intent.requires_action', showIntent(sim, intent));
    noteRefusal(sim, invoice, intent, 'action');
    emit(sim, 'invoice.payment_action_required', showInvoice(sim, invoice));
    return 'action';
  }
  const charge = sim.world.charges.add({
    ...{ id: sim.id('ch', 24), created: sim.now(), amount: intent.amount, currency: intent.currency, refunded: 0 },
    ...{
      paid: verdict.kind === 'ok',
      refusal: null,
      intent: intent.id,
      invoice: invoice.id,
      customer: invoice.customer,
    },
    ...{ paymentMethod: card.id, disputed: false },
    card: { brand: card.brand, last4: card.last4, expMonth: card.expMonth, expYear: card.expYear },
  });
  intent.charge = charge.id;
  if (verdict.kind === 'refused') {
    intent.error = refusalOf(verdict, charge.id, card.id);
    charge.refusal = intent.error;
    intent.status = 'requires_payment_method';
    emit(sim, 'charge.failed', showCharge(sim, charge));
    emit(sim, 'payment_intent.payment_failed', showIntent(sim, intent));
    return noteRefusal(sim, invoice, intent, 'refused');
  }
  if (attempt.isAuthenticated) card.authenticated = true;
  intent.status = 'succeeded';
  intent.error = null;
  intent.paidAt = sim.now();
  invoice.amountPaid = invoice.amountDue;
  emit(sim, 'charge.succeeded', showCharge(sim, charge));
  emit(sim, 'payment_intent.succeeded', showIntent(sim, intent));
  emit(sim, 'invoice_payment.paid', showInvoicePayment(sim, intent));
  markPaid(sim, invoice);
  if (card.behaviour === 'dispute') openDispute(sim, charge.id);
  return 'paid';
}

/** The intent of an invoice, made at its first use. */
export function intentOf(sim: Sim, invoice: Invoice): Intent {
  const known = sim.world.intents.find(invoice.intent);
  if (known) {
    known.amount = invoice.amountDue;
    return known;
  }
  const id = sim.id('pi', 24);
  const intent = sim.world.intents.add({
    ...{ id, created: sim.now(), invoice: invoice.id, customer: invoice.customer, amount: invoice.amountDue },
    ...{
      currency: invoice.currency,
      status: 'requires_payment_method',
      paymentMethod: null,
      charge: null,
      error: null,
    },
    ...{
      secret: `${id}_secret_${sim.id('s', 24).slice(2)}`,
      canceledAt: null,
      paymentId: sim.id('inpay', 24),
      paidAt: null,
    },
  });
  invoice.intent = id;
  emit(sim, 'payment_intent.created', showIntent(sim, intent));
  return intent;
}

function markPaid(sim: Sim, invoice: Invoice): 'paid' {
  invoice.status = 'paid';
  invoice.paidAt = sim.now();
  invoice.nextAttempt = null;
  invoice.advances = false;
  emit(sim, 'invoice.paid', showInvoice(sim, invoice));
  emit(sim, 'invoice.payment_succeeded', showInvoice(sim, invoice));
  afterPaid(sim, invoice);
  return 'paid';
}

function noteRefusal(sim: Sim, invoice: Invoice, _intent: Intent, outcome: Outcome): Outcome {
  const { retryDays } = sim.settings();
  const isOfChange = invoice.reason === 'subscription_create' || isPendingUpdate(sim, invoice);
  const days = isOfChange || !invoice.advances ? undefined : retryDays[invoice.attempts - 1];
  invoice.nextAttempt = days === undefined ? null : (invoice.firstAttempt as number) + days * DAY;
  emit(sim, 'invoice.payment_failed', showInvoice(sim, invoice));
  afterRefused(sim, invoice);
  return outcome;
}

export const isPendingUpdate = (sim: Sim, invoice: Invoice): boolean =>
  sim.world.subscriptions.find(invoice.subscription)?.pendingUpdate?.invoice === invoice.id;

/** Marks an invoice as paid by other ways than this one. */
export function payOutside(sim: Sim, invoice: Invoice): void {
  invoice.paidOutside = true;
  markPaid(sim, invoice);
}

/** The refusal that an answer of the wire carries for what became of an attempt. */
export function cardError(sim: Sim, invoice: Invoice, outcome: Outcome, keeps: boolean): StripeError {
  const intent = sim.world.intents.find(invoice.intent);
  if (outcome === 'no_card' || !intent)
    return refused(
      'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
      {
        code: 'resource_missing',
      },
    );
  if (outcome === 'action')
    return new StripeError(
      402,
      {
        ...{
          type: 'card_error',
          code: 'subscription_payment_intent_requires_action',
          payment_intent: showIntent(sim, intent),
        },
        message:
          'Payment for this subscription requires additional user action before it can be completed successfully.',
      },
      keeps,
    );
  const said = intent.error ? showRefusal(sim, intent.error) : { message: 'Your card was declined.' };
  return new StripeError(
    402,
    { ...said, type: 'card_error', message: said.message ?? '', payment_intent: showIntent(sim, intent) },
    keeps,
  );
}

/** The holder of a card asks the bank for the money back. */
export function openDispute(sim: Sim, chargeId: string, reason = 'fraudulent') {
  const charge = sim.world.charges.get(chargeId);
  charge.disputed = true;
  const dispute = sim.world.disputes.add({
    ...{ id: sim.id('du', 24), created: sim.now(), charge: charge.id, intent: charge.intent, amount: charge.amount },
    ...{ currency: charge.currency, reason, status: 'needs_response', metadata: {} },
  });
  emit(sim, 'charge.dispute.created', showDispute(sim, dispute));
  return dispute;
}
