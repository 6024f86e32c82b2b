import type Stripe from 'stripe';
import { netOf } from '../money/discounts.ts';
import type { Sim } from '../sim.ts';
import type { Invoice, Line, LineTax, PendingLine } from '../state/records.ts';
import { decimal, listOf } from './wire-shapes.ts';

export const showTax = ({ amount, inclusive, rate, reason, taxable }: LineTax): Stripe.InvoiceLineItem.Tax => ({
  amount,
  tax_behavior: inclusive ? 'inclusive' : 'exclusive',
  tax_rate_details: rate ? { tax_rate: rate } : null,
  taxability_reason: reason,
  taxable_amount: taxable,
  type: 'tax_rate_details',
});

const sumOf = (amounts: number[]): number => amounts.reduce((sum, each) => sum + each, 0);

/** Taxes of many lines, added up by what they are. */
export function totalTaxes(taxes: LineTax[]): LineTax[] {
  const by = new Map<string, LineTax>();
  for (const tax of taxes) {
    const key = `${tax.rate}|${tax.reason}|${tax.inclusive}`;
    const sum = by.get(key);
    if (!sum) by.set(key, { ...tax });
    else Object.assign(sum, { amount: sum.amount + tax.amount, taxable: sum.taxable + tax.taxable });
  }
  return [...by.values()];
}

export function showLine(
  sim: Sim,
  invoice: Pick<Invoice, 'id' | 'currency' | 'subscription'>,
  line: Line,
): Stripe.InvoiceLineItem {
  const price = sim.world.prices.find(line.price);
  const proration_details = {
    credited_items: line.credited && { invoice: line.credited.invoice, invoice_line_items: line.credited.lines },
  };
  return {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency: invoice.currency,
    description: line.description,
    discount_amounts: line.discounts.map(({ discount, amount }) => ({ amount, discount })),
    discountable: line.discountable,
    discounts: line.discounts.map(({ discount }) => discount),
    invoice: invoice.id || null,
    livemode: false,
    metadata: {},
    parent: line.item
      ? {
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: line.pending,
            proration: line.proration,
            proration_details,
            subscription: invoice.subscription,
            subscription_item: line.item,
          },
          type: 'subscription_item_details',
        }
      : {
          invoice_item_details: {
            invoice_item: line.pending ?? '',
            proration: line.proration,
            proration_details,
            subscription: invoice.subscription,
          },
          subscription_item_details: null,
          type: 'invoice_item_details',
        },
    period: { start: line.start, end: line.end },
    pretax_credit_amounts: line.discounts.map(({ discount, amount }) => ({ amount, discount, type: 'discount' })),
    pricing: price
      ? {
          price_details: { price: price.id, product: price.product },
          type: 'price_details',
          unit_amount_decimal: decimal(price.amount),
        }
      : null,
    quantity: line.quantity,
    quantity_decimal: decimal(line.quantity),
    subscription: invoice.subscription,
    subtotal: line.amount,
    taxes: line.taxes.map(showTax),
  };
}

function amountsOf(invoice: Invoice) {
  const taxes = invoice.lines.flatMap(({ taxes }) => taxes);
  const within = sumOf(taxes.filter(({ inclusive }) => inclusive).map(({ amount }) => amount));
  const subtotal = sumOf(invoice.lines.map(({ amount }) => amount));
  const discounted = new Map<string, number>();
  for (const { discount, amount } of invoice.lines.flatMap(({ discounts }) => discounts)) {
    discounted.set(discount, (discounted.get(discount) ?? 0) + amount);
  }
  return {
    subtotal,
    subtotalWithoutTax: subtotal - sumOf(invoice.lines.map((line) => withinGross(line))),
    totalWithoutTax: sumOf(invoice.lines.map(netOf)) - within,
    taxes: totalTaxes(taxes),
    discounts: [...discounted].map(([discount, amount]) => ({ amount, discount })),
  };
}

/** The tax within a line before its discounts, when it is in the price. */
function withinGross(line: Line): number {
  const within = sumOf(line.taxes.filter(({ inclusive }) => inclusive).map(({ amount }) => amount));
  const net = netOf(line);
  return net === 0 ? 0 : Math.round((within * line.amount) / net);
}

export function showInvoice(sim: Sim, invoice: Invoice): Stripe.Invoice {
  const amounts = amountsOf(invoice);
  const page = `${sim.url()}/i/${invoice.id}/${invoice.secret}`;
  const isOut = invoice.finalizedAt !== null;
  return {
    id: invoice.id,
    object: 'invoice',
    account_country: sim.settings().seller.country,
    account_name: sim.settings().seller.name,
    account_tax_ids: null,
    amount_due: invoice.amountDue,
    amount_overpaid: 0,
    amount_paid: invoice.amountPaid,
    amount_remaining: Math.max(0, invoice.amountDue - invoice.amountPaid),
    amount_shipping: 0,
    application: null,
    attempt_count: invoice.attempts,
    attempted: invoice.attempts > 0 || (isOut && invoice.status === 'paid'),
    auto_advance: invoice.advances,
    automatic_tax: {
      disabled_reason: null,
      enabled: invoice.automaticTax,
      liability: invoice.automaticTax ? { type: 'self' } : null,
      provider: invoice.automaticTax ? 'stripe' : null,
      status: invoice.automaticTax ? 'complete' : null,
    },
    automatically_finalizes_at: invoice.status === 'draft' ? invoice.finalizesAt : null,
    billing_reason: invoice.reason,
    collection_method: 'charge_automatically',
    created: invoice.created,
    currency: invoice.currency,
    custom_fields: null,
    customer: invoice.customer,
    customer_account: null,
    customer_address: invoice.buyer.address as Stripe.Address | null,
    customer_email: invoice.buyer.email,
    customer_name: invoice.buyer.name,
    customer_phone: invoice.buyer.phone,
    customer_shipping: null,
    customer_tax_exempt: invoice.buyer.taxExempt,
    customer_tax_ids: invoice.buyer.taxIds,
    default_payment_method: invoice.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: invoice.description,
    discounts: invoice.discounts,
    due_date: null,
    effective_at: invoice.finalizedAt,
    ending_balance: invoice.endingBalance,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: isOut ? page : null,
    invoice_pdf: isOut ? `${page}/pdf` : null,
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(
      invoice.lines.map((line) => showLine(sim, invoice, line)),
      `/v1/invoices/${invoice.id}/lines`,
    ),
    livemode: false,
    metadata: invoice.metadata,
    next_payment_attempt: invoice.status === 'draft' ? invoice.finalizesAt : invoice.nextAttempt,
    number: invoice.number,
    on_behalf_of: null,
    parent: invoice.subscription
      ? {
          quote_details: null,
          subscription_details: {
            metadata: invoice.subscriptionMetadata,
            subscription: invoice.subscription,
            ...(invoice.prorationDate !== null && { subscription_proration_date: invoice.prorationDate }),
          },
          type: 'subscription_details',
        }
      : null,
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: invoice.periodEnd,
    period_start: invoice.periodStart,
    post_payment_credit_notes_amount: invoice.afterPayment,
    pre_payment_credit_notes_amount: invoice.beforePayment,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: invoice.startingBalance,
    statement_descriptor: null,
    status: invoice.status,
    status_transitions: {
      finalized_at: invoice.finalizedAt,
      marked_uncollectible_at: invoice.uncollectibleAt,
      paid_at: invoice.paidAt,
      voided_at: invoice.voidedAt,
    },
    subtotal: amounts.subtotal,
    subtotal_excluding_tax: amounts.subtotalWithoutTax,
    test_clock: null,
    total: invoice.total,
    total_discount_amounts: amounts.discounts,
    total_excluding_tax: amounts.totalWithoutTax,
    total_pretax_credit_amounts: amounts.discounts.map((each) => ({ ...each, type: 'discount' })),
    total_taxes: amounts.taxes.map(showTax),
    webhooks_delivered_at: invoice.created,
  };
}

export const showPendingLine = (sim: Sim, { id, customer, subscription, created, line }: PendingLine) => ({
  id,
  object: 'invoiceitem' as const,
  amount: line.amount,
  currency: sim.world.prices.find(line.price)?.currency ?? 'eur',
  customer,
  date: created,
  description: line.description,
  discountable: line.discountable,
  discounts: [],
  invoice: null,
  livemode: false,
  metadata: {},
  period: { start: line.start, end: line.end },
  proration: line.proration,
  quantity: line.quantity,
  parent: subscription && {
    subscription_details: { subscription, subscription_item: line.item },
    type: 'subscription_details',
  },
});
