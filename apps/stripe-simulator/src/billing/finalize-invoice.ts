import { showInvoice } from '../render/invoices.ts';
import { emit, type Sim } from '../sim.ts';
import type { Invoice } from '../state/records.ts';
import { moveBalance } from './balance.ts';
import { LEAST_CHARGE, settleAmounts } from './build-invoice.ts';
import { intentOf, payInvoice } from './pay-invoice.ts';

/** Sends a draft out: its number, the customer's balance, what is due. With nothing due it is paid. */
export function finalizeInvoice(sim: Sim, invoice: Invoice): void {
  const settings = sim.settings();
  settleAmounts(sim, invoice);
  const due = invoice.total + invoice.startingBalance;
  invoice.endingBalance = due >= LEAST_CHARGE ? 0 : due;
  invoice.number = `RECADO-${String(settings.nextInvoice++).padStart(4, '0')}`;
  invoice.status = 'open';
  invoice.finalizedAt = sim.now();
  invoice.finalizesAt = null;
  const moved = invoice.endingBalance - invoice.startingBalance;
  if (moved !== 0) {
    const type =
      due > 0 && due < LEAST_CHARGE && invoice.startingBalance >= 0 ? 'invoice_too_small' : 'applied_to_invoice';
    moveBalance(sim, invoice.customer, { amount: moved, currency: invoice.currency, type, invoice: invoice.id });
  }
  if (invoice.amountDue > 0) intentOf(sim, invoice);
  emit(sim, 'invoice.finalized', showInvoice(sim, invoice));
  if (invoice.amountDue === 0) payInvoice(sim, invoice);
}

/** Takes an invoice back that is out and not paid. */
export function voidInvoice(sim: Sim, invoice: Invoice): void {
  const intent = sim.world.intents.find(invoice.intent);
  if (intent && intent.status !== 'succeeded') Object.assign(intent, { status: 'canceled', canceledAt: sim.now() });
  const moved = invoice.startingBalance - (invoice.endingBalance ?? invoice.startingBalance);
  if (moved !== 0)
    moveBalance(sim, invoice.customer, {
      amount: moved,
      currency: invoice.currency,
      type: 'unapplied_from_invoice',
      invoice: invoice.id,
    });
  Object.assign(invoice, { status: 'void', voidedAt: sim.now(), nextAttempt: null, advances: false });
  emit(sim, 'invoice.voided', showInvoice(sim, invoice));
}
