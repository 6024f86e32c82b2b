import { netOf } from '../money/discounts.ts';
import type { Sim } from '../sim.ts';
import type { Customer, Invoice, Session } from '../state/records.ts';
import { newLine, settleAmounts, sum } from './build-invoice.ts';
import { requireOneCurrency } from './create-subscription.ts';
import { newCustomer } from './new-customer.ts';
import { nameOf } from './prorate.ts';

export const trialOf = (sim: Sim, session: Session): number | null =>
  session.data.trialEnd ?? (session.data.trialDays ? sim.now() + session.data.trialDays * 86_400 : null);

/** What a session costs today, for somebody at an address; kept on the session. Answers the lines for its page. */
export function priceSession(sim: Sim, session: Session, as?: Customer) {
  const { world } = sim;
  const customer = as ?? world.customers.find(session.customer) ?? newCustomer(sim);
  const isTrial = trialOf(sim, session) !== null;
  if (world.customers.find(customer.id)) requireOneCurrency(sim, customer.id, session.lines);
  const lines = session.lines.map(({ price, quantity }) =>
    newLine(sim, {
      ...{
        amount: isTrial ? 0 : world.prices.get(price).amount * quantity,
        description: nameOf(sim, price),
        start: sim.now(),
        end: sim.now(),
      },
      ...{ price, quantity },
    }),
  );
  const stranger = world.customers.find(customer.id) === undefined;
  if (stranger) world.customers.add(customer);
  // discounts that nobody has redeemed yet, only to compute with
  const discounts = session.discounts.map(({ coupon, promotionCode }) =>
    world.discounts.add({
      ...{ id: sim.id('di', 24), created: sim.now(), coupon, promotionCode, customer: customer.id },
      ...{ subscription: null, session: session.id, start: sim.now(), end: null },
    }),
  );
  const invoice = {
    ...{ customer: customer.id, lines, discounts: discounts.map(({ id }) => id) },
    automaticTax: session.automaticTax && Boolean(customer.address?.country),
  } as Invoice;
  settleAmounts(sim, invoice);
  for (const { id } of discounts) world.discounts.remove(id);
  if (stranger) world.customers.remove(customer.id);
  const subtotal = sum(lines.map(({ amount }) => amount));
  session.amounts = {
    ...{
      subtotal,
      discount: subtotal - sum(lines.map(netOf)),
      tax: sum(lines.flatMap(({ taxes }) => taxes).map(({ amount }) => amount)),
    },
    total: invoice.total,
  };
  return lines;
}
