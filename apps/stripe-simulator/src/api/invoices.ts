import { z } from 'zod';
import { finalizeInvoice, voidInvoice } from '../billing/finalize-invoice.ts';
import { cardError, cardOf, payInvoice, payOutside } from '../billing/pay-invoice.ts';
import { previewInvoice } from '../billing/preview-invoice.ts';
import { showInvoice, showLine } from '../render/invoices.ts';
import { showIntent, showInvoicePayment } from '../render/payments.ts';
import { emit, type Sim } from '../sim.ts';
import type { Invoice } from '../state/records.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';
import { ownCard } from './customers.ts';
import {
  automaticTax,
  createdParam,
  discountParam,
  isWithin,
  itemParam,
  prorationParam,
} from './subscription-params.ts';

const invoiceOf = (sim: Sim, id: string | undefined): Invoice => known(sim.world.invoices.find(id), 'invoice', id);
const created = createdParam;

export const invoices: Route[] = [
  route(
    'GET',
    '/v1/invoices',
    p.shape({
      ...p.page,
      customer: p.text.optional(),
      subscription: p.text.optional(),
      status: p.text.optional(),
      collection_method: p.text.optional(),
      created,
    }),
    (sim, { customer, subscription, status, collection_method: _, created: when, ...page }) =>
      listPage(
        sim.world.invoices
          .peek()
          .filter(
            (each) =>
              (!customer || each.customer === customer) &&
              (!subscription || each.subscription === subscription) &&
              (!status || each.status === status) &&
              isWithin(each.created, when),
          ),
        page,
        (each) => showInvoice(sim, each),
        '/v1/invoices',
      ),
  ),
  route(
    'POST',
    '/v1/invoices/create_preview',
    p.shape({
      ...{
        customer: p.text.optional(),
        subscription: p.text.optional(),
        discounts: discountParam.optional(),
        automatic_tax: automaticTax.optional(),
      },
      ...{ preview_mode: z.enum(['next', 'recurring']).optional(), currency: p.text.optional() },
      subscription_details: z
        .strictObject({
          ...{
            items: z.array(itemParam),
            proration_behavior: prorationParam,
            proration_date: p.moment,
            trial_end: p.momentOrNow,
          },
          ...{
            billing_cycle_anchor: z.strictObject({
              type: z.enum(['now', 'unchanged', 'timestamp']),
              timestamp: p.moment.optional(),
            }),
            cancel_at_period_end: p.truth,
          },
        })
        .partial()
        .optional(),
    }),
    (sim, given) => previewInvoice(sim, given),
  ),
  route('GET', '/v1/invoices/:id', p.shape({}), (sim, _, { id }) => showInvoice(sim, invoiceOf(sim, id))),
  route('GET', '/v1/invoices/:id/lines', p.shape(p.page), (sim, page, { id }) => {
    const invoice = invoiceOf(sim, id);
    // lines are listed in the order in which they stand
    return listPage(
      [...invoice.lines].reverse(),
      page,
      (line) => showLine(sim, invoice, line),
      `/v1/invoices/${id}/lines`,
    );
  }),
  route(
    'POST',
    '/v1/invoices/:id',
    p.shape({
      metadata: p.metadata.optional(),
      description: p.text.optional(),
      auto_advance: p.truth.optional(),
      default_payment_method: p.text.optional(),
    }),
    (sim, given, { id }) => {
      const invoice = invoiceOf(sim, id);
      invoice.metadata = p.mergeMetadata(invoice.metadata, given.metadata);
      invoice.description = given.description ?? invoice.description;
      invoice.advances = given.auto_advance ?? invoice.advances;
      if (given.default_payment_method)
        invoice.paymentMethod = ownCard(sim, given.default_payment_method, invoice.customer).id;
      emit(sim, 'invoice.updated', showInvoice(sim, invoice));
      return showInvoice(sim, invoice);
    },
  ),
  route('POST', '/v1/invoices/:id/finalize', p.shape({ auto_advance: p.truth.optional() }), (sim, _, { id }) => {
    const invoice = invoiceOf(sim, id);
    if (invoice.status !== 'draft')
      throw refused('This invoice is already finalized, you can’t re-finalize a non-draft invoice.', {
        code: 'invoice_not_editable',
      });
    finalizeInvoice(sim, invoice);
    return showInvoice(sim, invoice);
  }),
  route(
    'POST',
    '/v1/invoices/:id/pay',
    p.shape({
      payment_method: p.text.optional(),
      paid_out_of_band: p.truth.optional(),
      off_session: p.truth.optional(),
    }),
    (sim, given, { id }) => {
      const invoice = invoiceOf(sim, id);
      if (invoice.status === 'paid') throw refused('Invoice is already paid', { code: 'invoice_already_paid' });
      if (invoice.status === 'void') throw refused('Voided invoices cannot be paid.', { code: 'invoice_not_payable' });
      if (invoice.status === 'draft') finalizeInvoice(sim, invoice);
      if (given.paid_out_of_band) payOutside(sim, invoice);
      else {
        const card = given.payment_method ? ownCard(sim, given.payment_method, invoice.customer) : cardOf(sim, invoice);
        if (!card) throw cardError(sim, invoice, 'no_card', false);
        const outcome = payInvoice(sim, invoice, { card });
        // the refused attempt happened: its charge, its events and its count stay
        if (outcome !== 'paid') throw cardError(sim, invoice, outcome, true);
      }
      return showInvoice(sim, invoice);
    },
  ),
  route('POST', '/v1/invoices/:id/void', p.shape({}), (sim, _, { id }) => {
    const invoice = invoiceOf(sim, id);
    if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
      throw refused(`You can only pass in open or uncollectible invoices. This invoice isn't one of them.`);
    voidInvoice(sim, invoice);
    return showInvoice(sim, invoice);
  }),
  route('POST', '/v1/invoices/:id/mark_uncollectible', p.shape({}), (sim, _, { id }) => {
    const invoice = invoiceOf(sim, id);
    if (invoice.status !== 'open') throw refused('Only an open invoice can be marked uncollectible.');
    Object.assign(invoice, { status: 'uncollectible', uncollectibleAt: sim.now(), nextAttempt: null, advances: false });
    emit(sim, 'invoice.marked_uncollectible', showInvoice(sim, invoice));
    return showInvoice(sim, invoice);
  }),
  route(
    'GET',
    '/v1/invoice_payments',
    p.shape({ ...p.page, invoice: p.text.optional(), status: p.text.optional() }),
    (sim, { invoice, status, ...page }) =>
      listPage(
        sim.world.intents
          .peek()
          .filter(
            (each) =>
              each.invoice &&
              (!invoice || each.invoice === invoice) &&
              (!status || showInvoicePayment(sim, each).status === status),
          ),
        page,
        (each) => showInvoicePayment(sim, each),
        '/v1/invoice_payments',
      ),
  ),
  route('GET', '/v1/payment_intents/:id', p.shape({ client_secret: p.text.optional() }), (sim, _, { id }) =>
    showIntent(sim, known(sim.world.intents.find(id), 'payment_intent', id)),
  ),
];
