import { z } from 'zod';
import { issueCreditNote } from '../billing/credit-note.ts';
import { refundCharge } from '../billing/refund.ts';
import { showCharge, showCreditNote, showDispute, showRefund } from '../render/payments.ts';
import { emit, type Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';

const noteOf = (sim: Sim, id: string | undefined) => known(sim.world.creditNotes.find(id), 'credit note', id);
const chargeOf = (sim: Sim, id: string | undefined) => known(sim.world.charges.find(id), 'charge', id);
const disputeOf = (sim: Sim, id: string | undefined) => known(sim.world.disputes.find(id), 'dispute', id);

export const payments: Route[] = [
  route(
    'POST',
    '/v1/refunds',
    p.shape({
      ...{
        charge: p.text.optional(),
        payment_intent: p.text.optional(),
        amount: p.whole.optional(),
        metadata: p.metadata.optional(),
      },
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
    }),
    (sim, given) => {
      const intent = given.payment_intent
        ? known(sim.world.intents.find(given.payment_intent), 'payment_intent', given.payment_intent)
        : undefined;
      if (!intent && !given.charge)
        throw refused('One of the following params should be provided for this request: payment_intent or charge.', {
          code: 'parameter_missing',
        });
      const charge = chargeOf(sim, given.charge ?? intent?.charge ?? undefined);
      return showRefund(
        sim,
        refundCharge(sim, charge, given.amount, { reason: given.reason ?? null, metadata: given.metadata ?? {} }),
      );
    },
  ),
  route(
    'GET',
    '/v1/refunds',
    p.shape({ ...p.page, charge: p.text.optional(), payment_intent: p.text.optional() }),
    (sim, { charge, payment_intent, ...page }) =>
      listPage(
        sim.world.refunds
          .peek()
          .filter((each) => (!charge || each.charge === charge) && (!payment_intent || each.intent === payment_intent)),
        page,
        (each) => showRefund(sim, each),
        '/v1/refunds',
      ),
  ),
  route('GET', '/v1/refunds/:id', p.shape({}), (sim, _, { id }) =>
    showRefund(sim, known(sim.world.refunds.find(id), 'refund', id)),
  ),
  route(
    'GET',
    '/v1/charges',
    p.shape({ ...p.page, customer: p.text.optional(), payment_intent: p.text.optional() }),
    (sim, { customer, payment_intent, ...page }) =>
      listPage(
        sim.world.charges
          .peek()
          .filter(
            (each) => (!customer || each.customer === customer) && (!payment_intent || each.intent === payment_intent),
          ),
        page,
        (each) => showCharge(sim, each),
        '/v1/charges',
      ),
  ),
  route('GET', '/v1/charges/:id', p.shape({}), (sim, _, { id }) => showCharge(sim, chargeOf(sim, id))),
  route(
    'POST',
    '/v1/credit_notes',
    p.shape({
      ...{
        invoice: p.text,
        amount: p.whole.optional(),
        refund_amount: p.whole.optional(),
        credit_amount: p.whole.optional(),
      },
      ...{ out_of_band_amount: p.whole.optional(), memo: p.text.optional(), metadata: p.metadata.optional() },
      reason: z.enum(['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']).optional(),
      refunds: z
        .array(
          z.strictObject({ refund: p.text, amount_refunded: p.whole.optional(), type: z.literal('refund').optional() }),
        )
        .optional(),
      lines: z
        .array(
          z.strictObject({
            ...{
              type: z.enum(['invoice_line_item', 'custom_line_item']),
              invoice_line_item: p.text.optional(),
              amount: p.whole.optional(),
            },
            ...{ quantity: p.whole.optional(), unit_amount: p.whole.optional(), description: p.text.optional() },
          }),
        )
        .optional(),
    }),
    (sim, given) =>
      showCreditNote(
        sim,
        issueCreditNote(sim, known(sim.world.invoices.find(given.invoice), 'invoice', given.invoice, 'invoice'), given),
      ),
  ),
  route(
    'GET',
    '/v1/credit_notes',
    p.shape({ ...p.page, customer: p.text.optional(), invoice: p.text.optional() }),
    (sim, { customer, invoice, ...page }) =>
      listPage(
        sim.world.creditNotes
          .peek()
          .filter((each) => (!customer || each.customer === customer) && (!invoice || each.invoice === invoice)),
        page,
        (each) => showCreditNote(sim, each),
        '/v1/credit_notes',
      ),
  ),
  route('GET', '/v1/credit_notes/:id', p.shape({}), (sim, _, { id }) => showCreditNote(sim, noteOf(sim, id))),
  route(
    'GET',
    '/v1/disputes',
    p.shape({ ...p.page, charge: p.text.optional(), payment_intent: p.text.optional() }),
    (sim, { charge, payment_intent, ...page }) =>
      listPage(
        sim.world.disputes
          .peek()
          .filter((each) => (!charge || each.charge === charge) && (!payment_intent || each.intent === payment_intent)),
        page,
        (each) => showDispute(sim, each),
        '/v1/disputes',
      ),
  ),
  route('GET', '/v1/disputes/:id', p.shape({}), (sim, _, { id }) => showDispute(sim, disputeOf(sim, id))),
  // closing one accepts it
  route('POST', '/v1/disputes/:id/close', p.shape({}), (sim, _, { id }) => {
    const dispute = disputeOf(sim, id);
    if (dispute.status !== 'needs_response') throw refused('This dispute is already closed.');
    dispute.status = 'lost';
    emit(sim, 'charge.dispute.closed', showDispute(sim, dispute));
    return showDispute(sim, dispute);
  }),
];
