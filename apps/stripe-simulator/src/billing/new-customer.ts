import type { Sim } from '../sim.ts';
import type { Customer } from '../state/records.ts';

/** A customer of whom nothing is known yet; not kept until it is added. */
export const newCustomer = (sim: Sim): Customer => ({
  ...{ id: sim.id('cus'), created: sim.now(), email: null, name: null, phone: null, description: null, address: null },
  ...{ metadata: {}, balance: 0, currency: null, taxExempt: 'none', paymentMethod: null, locales: [], clock: null },
});
