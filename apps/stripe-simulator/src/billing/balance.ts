import { showCustomer } from '../render/customers.ts';
import { follow, type Sim } from '../sim.ts';
import type { BalanceTransaction } from '../state/records.ts';

/** Moves a customer's balance and says why. Negative gives the customer credit. */
export function moveBalance(
  sim: Sim,
  customerId: string,
  moved: { amount: number; currency: string; type: string } & Partial<
    Pick<BalanceTransaction, 'description' | 'invoice' | 'creditNote' | 'metadata'>
  >,
): BalanceTransaction {
  const customer = sim.world.customers.get(customerId);
  return follow(
    sim,
    'customer.updated',
    customer.id,
    () => showCustomer(sim, customer),
    () => {
      customer.balance += moved.amount;
      customer.currency ??= moved.currency;
      return sim.world.balanceTransactions.add({
        ...{ id: sim.id('cbtxn'), created: sim.now(), customer: customerId, ending: customer.balance },
        ...{ description: null, invoice: null, creditNote: null, metadata: {} },
        ...moved,
      });
    },
  );
}
