import { showCustomer } from '../render/customers.ts';
import { follow, type Sim } from '../sim.ts';
import type { Customer } from '../state/records.ts';

/** Makes a card the one that a customer's invoices are paid with. */
export function useCard(sim: Sim, customer: Customer, card: string): void {
  follow(
    sim,
    'customer.updated',
    customer.id,
    () => showCustomer(sim, customer),
    () => {
      customer.paymentMethod = card;
    },
  );
}
