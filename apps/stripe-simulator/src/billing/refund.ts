import { showCharge, showRefund } from '../render/payments.ts';
import { emit, previousOf, type Sim } from '../sim.ts';
import type { Charge, Refund } from '../state/records.ts';
import { refused } from '../wire/stripe-error.ts';

/** Gives money of a charge back to its card; all that is left when no amount is named. */
export function refundCharge(
  sim: Sim,
  charge: Charge,
  asked: number | undefined,
  {
    reason,
    metadata,
    creditNote = null,
  }: { reason: string | null; metadata: Refund['metadata']; creditNote?: string | null },
): Refund {
  if (!charge.paid) throw refused('You cannot refund a failed charge.', { code: 'charge_not_refundable' });
  if (charge.disputed)
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  const left = charge.amount - charge.refunded;
  if (left === 0) throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = asked ?? left;
  if (amount <= 0 || amount > left)
    throw refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      param: 'amount',
    });
  const before = JSON.parse(JSON.stringify(showCharge(sim, charge)));
  charge.refunded += amount;
  const refund = sim.world.refunds.add({
    ...{
      id: sim.id('re', 24),
      created: sim.now(),
      amount,
      currency: charge.currency,
      charge: charge.id,
      intent: charge.intent,
    },
    ...{ reason, metadata, creditNote },
  });
  emit(sim, 'refund.created', showRefund(sim, refund));
  const after = showCharge(sim, charge);
  emit(sim, 'charge.refunded', after, previousOf(before, JSON.parse(JSON.stringify(after))));
  return refund;
}
