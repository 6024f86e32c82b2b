import { rounded } from '../money/amounts.ts';
import { netOf } from '../money/discounts.ts';
import { showInvoice } from '../render/invoices.ts';
import { showCreditNote } from '../render/payments.ts';
import { emit, type Sim } from '../sim.ts';
import type { CreditNote, Invoice, Line, LineTax } from '../state/records.ts';
import { missing, refused } from '../wire/stripe-error.ts';
import { moveBalance } from './balance.ts';
import { sum } from './build-invoice.ts';
import { payInvoice } from './pay-invoice.ts';
import { refundCharge } from './refund.ts';

export type AskedNote = {
  amount?: number | undefined;
  refund_amount?: number | undefined;
  credit_amount?: number | undefined;
  out_of_band_amount?: number | undefined;
  memo?: string | undefined;
  reason?: string | undefined;
  metadata?: Record<string, string> | null | undefined;
  refunds?: { refund: string; amount_refunded?: number | undefined }[] | undefined;
  lines?:
    | {
        type: string;
        invoice_line_item?: string | undefined;
        amount?: number | undefined;
        quantity?: number | undefined;
        unit_amount?: number | undefined;
        description?: string | undefined;
      }[]
    | undefined;
};

// a share of a line's taxes, for a share of what it costs
const shareOf = (taxes: LineTax[], part: number, whole: number): LineTax[] =>
  taxes.map((tax) => ({
    ...tax,
    amount: rounded(tax.amount * part, whole),
    taxable: rounded(tax.taxable * part, whole),
  }));

type NoteLine = CreditNote['lines'][number];

const exclusiveIn = (taxes: LineTax[]): number => sum(taxes.map(({ amount, inclusive }) => (inclusive ? 0 : amount)));

function linesOf(sim: Sim, invoice: Invoice, asked: AskedNote): NoteLine[] {
  if (asked.lines)
    return asked.lines.map((each): NoteLine => {
      const id = sim.id('cnli', 24);
      if (each.type === 'custom_line_item')
        return {
          id,
          line: null,
          description: each.description ?? '',
          amount: (each.unit_amount ?? 0) * (each.quantity ?? 1),
          quantity: each.quantity ?? 1,
          taxes: [],
        };
      const line = invoice.lines.find((one) => one.id === each.invoice_line_item);
      if (!line) throw missing('invoice line item', each.invoice_line_item ?? '', 'lines[0][invoice_line_item]');
      const amount =
        each.amount ??
        (each.quantity === undefined ? netOf(line) : rounded(netOf(line) * each.quantity, line.quantity));
      return {
        id,
        line: line.id,
        description: line.description,
        amount,
        quantity: each.quantity ?? null,
        taxes: shareOf(line.taxes, amount, netOf(line) || 1),
      };
    });
  if (asked.amount === undefined)
    throw refused('You must pass one of `amount` or `lines`.', { code: 'parameter_missing', param: 'amount' });
  return spreadOver(sim, invoice.lines, asked.amount, invoice.total);
}

/** An amount with its tax, over the lines of an invoice in proportion; the last takes what rounding leaves. */
function spreadOver(sim: Sim, lines: Line[], amount: number, total: number): NoteLine[] {
  const paid = lines.filter((line) => netOf(line) !== 0);
  let left = amount;
  return paid.map((line, index): NoteLine => {
    const gross = netOf(line) + exclusiveIn(line.taxes);
    const part = index === paid.length - 1 ? left : rounded(amount * gross, total);
    left -= part;
    const taxes = shareOf(line.taxes, part, gross);
    return {
      id: sim.id('cnli', 24),
      line: line.id,
      description: line.description,
      amount: part - exclusiveIn(taxes),
      quantity: null,
      taxes,
    };
  });
}

/** Takes back part of an invoice that is out: less to pay, or money back to the card, the balance, or by other ways. */
export function issueCreditNote(sim: Sim, invoice: Invoice, asked: AskedNote): CreditNote {
  if (invoice.status !== 'open' && invoice.status !== 'paid')
    throw refused('You can only create a credit note on an open or paid invoice.', { param: 'invoice' });
  const lines = linesOf(sim, invoice, asked);
  const taxes = lines.flatMap((line) => line.taxes);
  const amount = sum(lines.map((line) => line.amount)) + exclusiveIn(taxes);
  const isAfterPayment = invoice.status === 'paid';
  const left = invoice.total - invoice.beforePayment - invoice.afterPayment;
  if (amount <= 0 || amount > left)
    throw refused(`The credit note amount (${amount}) exceeds what is left of the invoice (${left}).`, {
      code: 'credit_note_amount_invalid',
      param: 'amount',
    });
  const id = sim.id('cn', 24);
  const note = sim.world.creditNotes.add({
    ...{ id, created: sim.now(), invoice: invoice.id, customer: invoice.customer, currency: invoice.currency, amount },
    number: `${invoice.number}-CN-${String(sim.settings().nextCreditNote++).padStart(2, '0')}`,
    ...{
      subtotal: sum(lines.map((line) => line.amount)),
      taxes,
      lines,
      isAfterPayment,
      refunds: [],
      outside: asked.out_of_band_amount ?? 0,
    },
    ...{
      balanceTransaction: null,
      reason: asked.reason ?? null,
      memo: asked.memo ?? null,
      metadata: asked.metadata ?? {},
      voidedAt: null,
    },
  });
  if (isAfterPayment) giveBack(sim, invoice, note, asked);
  else lowerDue(sim, invoice, amount);
  emit(sim, 'credit_note.created', showCreditNote(sim, note));
  emit(sim, 'invoice.updated', showInvoice(sim, invoice));
  return note;
}

function giveBack(sim: Sim, invoice: Invoice, note: CreditNote, asked: AskedNote): void {
  const known = asked.refunds ?? [];
  const linked = sum(
    known.map(({ refund, amount_refunded }) => amount_refunded ?? sim.world.refunds.find(refund)?.amount ?? 0),
  );
  const [toCard, toBalance] = [asked.refund_amount ?? 0, asked.credit_amount ?? 0];
  if (toCard + toBalance + linked + note.outside !== note.amount)
    throw refused('The sum of credit amount, refund amount and out of band amount must equal the credit note amount.', {
      code: 'credit_note_amount_mismatch',
    });
  for (const { refund, amount_refunded } of known) {
    const found = sim.world.refunds.find(refund);
    if (!found) throw missing('refund', refund, 'refunds[0][refund]');
    found.creditNote = note.id;
    note.refunds.push({ refund, amount: amount_refunded ?? found.amount });
  }
  if (toCard > 0) {
    const charge = sim.world.charges.find(sim.world.intents.find(invoice.intent)?.charge);
    if (!charge) throw refused('The invoice has no charge to refund.', { param: 'refund_amount' });
    const refund = refundCharge(sim, charge, toCard, {
      reason: 'requested_by_customer',
      metadata: {},
      creditNote: note.id,
    });
    note.refunds.push({ refund: refund.id, amount: toCard });
  }
  if (toBalance > 0)
    note.balanceTransaction = moveBalance(sim, invoice.customer, {
      amount: -toBalance,
      currency: invoice.currency,
      type: 'credit_note',
      invoice: invoice.id,
      creditNote: note.id,
    }).id;
  invoice.afterPayment += note.amount;
}

function lowerDue(sim: Sim, invoice: Invoice, amount: number): void {
  if (amount > invoice.amountDue)
    throw refused('The credit note exceeds what is due.', { code: 'credit_note_amount_invalid' });
  invoice.beforePayment += amount;
  invoice.amountDue -= amount;
  const intent = sim.world.intents.find(invoice.intent);
  if (intent) intent.amount = invoice.amountDue;
  if (invoice.amountDue === 0) payInvoice(sim, invoice);
}
