import { applyDiscounts, netOf } from '../money/discounts.ts';
import { rateId, taxFor, taxOn } from '../money/tax.ts';
import { showInvoice } from '../render/invoices.ts';
import { emit, type Sim } from '../sim.ts';
import type { Customer, Invoice, Line, Subscription } from '../state/records.ts';
import { StripeError } from '../wire/stripe-error.ts';

// less cannot be charged to a card; it waits on the balance
export const LEAST_CHARGE = 50;

export const sum = (amounts: number[]): number => amounts.reduce((total, each) => total + each, 0);

export const taxIdsOf = (sim: Sim, customer: string) =>
  sim.world.taxIds.peek().filter((each) => each.customer === customer);

/** A buyer as tax sees them. */
const buyerOf = (sim: Sim, customer: Customer) => ({
  address: customer.address,
  taxExempt: customer.taxExempt,
  isVerifiedBusiness: taxIdsOf(sim, customer.id).some(({ type, status }) => type === 'eu_vat' && status === 'verified'),
});

/** Refuses when tax is to be computed and nobody knows where the customer is. */
export function requireLocation(customer: Customer): void {
  if (customer.address?.country) return;
  throw new StripeError(400, {
    code: 'customer_tax_location_invalid',
    message:
      "The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
    param: 'automatic_tax[enabled]',
  });
}

/** Discounts, taxes and sums of an invoice that is not out yet, from its lines. */
export function settleAmounts(sim: Sim, invoice: Invoice): void {
  const { world } = sim;
  const customer = world.customers.get(invoice.customer);
  const applied = invoice.discounts.map((discount) => ({
    discount,
    coupon: world.coupons.get(world.discounts.get(discount).coupon),
  }));
  applyDiscounts(invoice.lines, applied, (price) => world.prices.find(price)?.product ?? null);
  const answer = invoice.automaticTax ? taxFor(sim.settings().seller.country, buyerOf(sim, customer)) : undefined;
  for (const line of invoice.lines) {
    const inclusive = world.prices.find(line.price)?.taxBehavior === 'inclusive';
    const net = netOf(line);
    const amount = answer ? taxOn(net, answer.rate, inclusive) : 0;
    line.taxes = answer
      ? [
          {
            ...{ amount, inclusive, reason: answer.reason, taxable: inclusive ? net - amount : net },
            rate: rateId(answer.country ?? 'XX', answer.rate, inclusive),
          },
        ]
      : [];
  }
  const exclusive = sum(
    invoice.lines.flatMap(({ taxes }) => taxes).map(({ amount, inclusive }) => (inclusive ? 0 : amount)),
  );
  invoice.total = sum(invoice.lines.map(netOf)) + exclusive;
  invoice.startingBalance = customer.balance;
  const due = invoice.total + customer.balance;
  invoice.amountDue = due >= LEAST_CHARGE ? due : 0;
  invoice.buyer = {
    ...{
      name: customer.name,
      email: customer.email,
      phone: customer.phone,
      address: customer.address,
      taxExempt: customer.taxExempt,
    },
    taxIds: taxIdsOf(sim, customer.id).map(({ type, value }) => ({ type, value })),
    language: customer.locales[0]?.slice(0, 2) ?? 'es',
  };
}

export type NewLine = Pick<Line, 'amount' | 'description' | 'start' | 'end' | 'price' | 'quantity'> & Partial<Line>;

export const newLine = (sim: Sim, line: NewLine): Line => ({
  ...{
    id: sim.id('il'),
    proration: false,
    credited: null,
    discountable: true,
    discounts: [],
    taxes: [],
    item: null,
    pending: null,
  },
  ...line,
});

/** Makes a draft of a subscription's lines and of what waits for its next invoice. */
export function buildInvoice(
  sim: Sim,
  subscription: Subscription,
  what: {
    reason: string;
    lines: Line[];
    start: number;
    end: number;
    prorationDate?: number | null;
    discounts?: string[];
    sweeps?: boolean;
  },
): Invoice {
  const { world } = sim;
  const waiting =
    what.sweeps === false
      ? []
      : world.pendingLines.where(
          ({ subscription: of, customer }) =>
            of === subscription.id || (of === null && customer === subscription.customer),
        );
  for (const { id } of waiting) world.pendingLines.remove(id);
  const invoice: Invoice = {
    ...{ id: sim.id('in', 24), created: sim.now(), customer: subscription.customer, subscription: subscription.id },
    ...{
      subscriptionMetadata: subscription.metadata,
      prorationDate: what.prorationDate ?? null,
      number: null,
      status: 'draft',
    },
    ...{ reason: what.reason, currency: subscription.currency },
    lines: [...waiting.map(({ line }) => line), ...what.lines],
    discounts: what.discounts ?? openDiscounts(sim, subscription, what.start),
    automaticTax: subscription.automaticTax,
    ...{ periodStart: what.start, periodEnd: what.end, total: 0, startingBalance: 0, endingBalance: null },
    ...{ amountDue: 0, amountPaid: 0, attempts: 0, firstAttempt: null, nextAttempt: null, advances: true },
    ...{ finalizesAt: null, finalizedAt: null, paidAt: null, voidedAt: null, uncollectibleAt: null },
    ...{ paymentMethod: null, intent: null, paidOutside: false, beforePayment: 0, afterPayment: 0 },
    buyer: { name: null, email: null, phone: null, address: null, taxExempt: 'none', taxIds: [], language: 'es' },
    ...{ secret: sim.id('sec', 24), description: null, metadata: {} },
  };
  if (subscription.automaticTax) requireLocation(world.customers.get(subscription.customer));
  settleAmounts(sim, invoice);
  world.invoices.add(invoice);
  noteDebits(subscription, invoice);
  subscription.latestInvoice = invoice.id;
  world.customers.get(subscription.customer).currency ??= subscription.currency;
  emit(sim, 'invoice.created', showInvoice(sim, invoice));
  return invoice;
}

/** The discounts of a subscription that still count for a period that begins then. */
export const openDiscounts = (sim: Sim, subscription: Subscription, start: number): string[] =>
  subscription.discounts.filter((id) => {
    const { end } = sim.world.discounts.get(id);
    return end === null || start < end;
  });

/** Notes on the items what an invoice debits them, so that a later change gives back what was really debited. */
function noteDebits(subscription: Subscription, invoice: Invoice): void {
  for (const line of invoice.lines) {
    const item = subscription.items.find(({ id }) => id === line.item);
    const known = item?.debits.find((debit) => debit.line === line.id);
    if (known) known.invoice = invoice.id;
    else if (item && line.amount > 0 && line.end > line.start)
      item.debits.push({ net: netOf(line), start: line.start, end: line.end, invoice: invoice.id, line: line.id });
  }
}
