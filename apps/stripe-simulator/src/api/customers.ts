import { z } from 'zod';
import { moveBalance } from '../billing/balance.ts';
import { MAGIC_CARDS, newCard } from '../billing/cards.ts';
import { endSubscription } from '../billing/end-subscription.ts';
import { newCustomer } from '../billing/new-customer.ts';
import { addTaxId } from '../billing/tax-ids.ts';
import { showBalanceTransaction, showCustomer, showPaymentMethod, showTaxId } from '../render/customers.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Address, Customer, PaymentMethod } from '../state/records.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';

const details = {
  ...{
    email: p.text.max(512).optional(),
    name: p.text.max(256).optional(),
    phone: p.text.optional(),
    description: p.text.optional(),
  },
  address: z.union([p.unset, p.address]).optional(),
  metadata: p.metadata.optional(),
  preferred_locales: p.texts.optional(),
  tax_exempt: z.enum(['none', 'exempt', 'reverse']).optional(),
  invoice_settings: z.strictObject({ default_payment_method: p.text.optional() }).optional(),
  balance: p.whole.optional(),
  tax: z.strictObject({ validate_location: p.text.optional() }).optional(),
};
type Details = z.output<z.ZodObject<typeof details>>;

export const customerOf = (sim: Sim, id: string | undefined): Customer => {
  const customer = known(sim.world.customers.find(id), 'customer', id, 'customer');
  if (customer.deleted) throw refused(`The customer ${customer.id} was deleted.`, { code: 'resource_missing' });
  return customer;
};

const NOWHERE: Address = { line1: null, line2: null, city: null, state: null, postal_code: null, country: null };

/** An address as a form gave it: empty parts are not there. */
export const addressFrom = (given: Partial<Record<keyof Address, string | undefined>>): Address => ({
  ...NOWHERE,
  ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, value || null])),
});

function fill(sim: Sim, customer: Customer, given: Details): void {
  for (const key of ['email', 'name', 'phone', 'description'] as const)
    if (given[key] !== undefined) customer[key] = given[key] || null;
  if (given.address !== undefined) customer.address = given.address && addressFrom(given.address);
  customer.metadata = p.mergeMetadata(customer.metadata, given.metadata);
  if (given.preferred_locales) customer.locales = given.preferred_locales;
  if (given.tax_exempt) customer.taxExempt = given.tax_exempt;
  const card = given.invoice_settings?.default_payment_method;
  if (card !== undefined) customer.paymentMethod = card ? ownCard(sim, card, customer.id).id : null;
}

/** A card of this customer. */
export function ownCard(sim: Sim, id: string, customer: string): PaymentMethod {
  const card = known(sim.world.paymentMethods.find(id), 'PaymentMethod', id, 'payment_method');
  if (card.customer !== customer)
    throw refused(
      `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
      {
        code: 'resource_missing',
      },
    );
  return card;
}

const followed = (sim: Sim, customer: Customer, act: () => void): void =>
  follow(sim, 'customer.updated', customer.id, () => showCustomer(sim, customer), act);

export const customers: Route[] = [
  route(
    'POST',
    '/v1/customers',
    p.shape({
      ...details,
      payment_method: p.text.optional(),
      test_clock: p.text.optional(),
      tax_id_data: z.array(z.strictObject({ type: p.text, value: p.text })).optional(),
    }),
    (sim, given) => {
      const customer = sim.world.customers.add(newCustomer(sim));
      if (given.test_clock)
        customer.clock = known(sim.world.clocks.find(given.test_clock), 'test clock', given.test_clock).id;
      if (given.payment_method) attach(sim, given.payment_method, customer);
      fill(sim, customer, given);
      emit(sim, 'customer.created', showCustomer(sim, customer));
      for (const { type, value } of given.tax_id_data ?? []) addTaxId(sim, customer.id, type, value);
      if (given.balance) moveBalance(sim, customer.id, { amount: given.balance, currency: 'eur', type: 'initial' });
      return showCustomer(sim, customer);
    },
  ),
  route(
    'GET',
    '/v1/customers',
    p.shape({ ...p.page, email: p.text.optional(), test_clock: p.text.optional() }),
    (sim, { email, test_clock, ...page }) =>
      listPage(
        sim.world.customers
          .peek()
          .filter(
            (each) => !each.deleted && (!email || each.email === email) && (!test_clock || each.clock === test_clock),
          ),
        ...([page, (each: Customer) => showCustomer(sim, each), '/v1/customers'] as const),
      ),
  ),
  route('GET', '/v1/customers/:id', p.shape({}), (sim, _, { id }) =>
    showCustomer(sim, known(sim.world.customers.find(id), 'customer', id)),
  ),
  route('POST', '/v1/customers/:id', p.shape(details), (sim, given, { id }) => {
    const customer = customerOf(sim, id);
    followed(sim, customer, () => {
      fill(sim, customer, given);
      if (given.balance !== undefined && given.balance !== customer.balance)
        moveBalance(sim, customer.id, {
          amount: given.balance - customer.balance,
          currency: customer.currency ?? 'eur',
          type: 'adjustment',
        });
    });
    return showCustomer(sim, customer);
  }),
  route('DELETE', '/v1/customers/:id', p.shape({}), (sim, _, { id }) => {
    const customer = customerOf(sim, id);
    for (const each of sim.world.subscriptions.where(
      ({ customer: of, endedAt }) => of === customer.id && endedAt === null,
    ))
      endSubscription(sim, each, null);
    const shown = showCustomer(sim, customer);
    customer.deleted = true;
    emit(sim, 'customer.deleted', shown);
    return showCustomer(sim, customer);
  }),
  route('POST', '/v1/customers/:id/tax_ids', p.shape({ type: p.text, value: p.text }), (sim, { type, value }, { id }) =>
    showTaxId(sim, addTaxId(sim, customerOf(sim, id).id, type, value)),
  ),
  route('GET', '/v1/customers/:id/tax_ids', p.shape(p.page), (sim, page, { id }) =>
    listPage(
      sim.world.taxIds.peek().filter(({ customer }) => customer === customerOf(sim, id).id),
      page,
      (each) => showTaxId(sim, each),
      `/v1/customers/${id}/tax_ids`,
    ),
  ),
  route('GET', '/v1/customers/:id/tax_ids/:tax', p.shape({}), (sim, _, { id, tax }) =>
    showTaxId(sim, ownTaxId(sim, id, tax)),
  ),
  route('DELETE', '/v1/customers/:id/tax_ids/:tax', p.shape({}), (sim, _, { id, tax }) => removeTaxId(sim, id, tax)),
  route(
    'POST',
    '/v1/customers/:id/balance_transactions',
    p.shape({ amount: p.whole, currency: p.text, description: p.text.optional(), metadata: p.metadata.optional() }),
    (sim, given, { id }) => {
      const customer = customerOf(sim, id);
      if (customer.currency && customer.currency !== given.currency)
        throw refused(`The customer's currency is ${customer.currency}.`, {
          code: 'currency_mismatch',
          param: 'currency',
        });
      const { amount, currency } = given;
      return showBalanceTransaction(
        sim,
        moveBalance(sim, customer.id, {
          amount,
          currency,
          type: 'adjustment',
          description: given.description ?? null,
          metadata: given.metadata ?? {},
        }),
      );
    },
  ),
  route('GET', '/v1/customers/:id/balance_transactions', p.shape(p.page), (sim, page, { id }) =>
    listPage(
      sim.world.balanceTransactions.peek().filter(({ customer }) => customer === id),
      page,
      (each) => showBalanceTransaction(sim, each),
      `/v1/customers/${id}/balance_transactions`,
    ),
  ),
  route(
    'GET',
    '/v1/customers/:id/payment_methods',
    p.shape({ ...p.page, type: p.text.optional() }),
    (sim, { type: _, ...page }, { id }) =>
      listCards(sim, customerOf(sim, id).id, page, `/v1/customers/${id}/payment_methods`),
  ),
  route(
    'GET',
    '/v1/payment_methods',
    p.shape({ ...p.page, customer: p.text, type: p.text.optional() }),
    (sim, { type: _, customer, ...page }) => listCards(sim, customerOf(sim, customer).id, page, '/v1/payment_methods'),
  ),
  route('GET', '/v1/payment_methods/:id', p.shape({}), (sim, _, { id }) =>
    showPaymentMethod(sim, known(sim.world.paymentMethods.find(id), 'PaymentMethod', id)),
  ),
  route('POST', '/v1/payment_methods/:id/attach', p.shape({ customer: p.text }), (sim, given, { id = '' }) =>
    showPaymentMethod(sim, attach(sim, id, customerOf(sim, given.customer))),
  ),
  route('POST', '/v1/payment_methods/:id/detach', p.shape({}), (sim, _, { id = '' }) =>
    showPaymentMethod(sim, detach(sim, id)),
  ),
];

/** Gives a customer a card: a magic one by its name, or one that nobody has. */
export function attach(sim: Sim, id: string, customer: Customer): PaymentMethod {
  const card = Object.hasOwn(MAGIC_CARDS, id)
    ? newCard(sim, id, customer.id)
    : known(sim.world.paymentMethods.find(id), 'PaymentMethod', id);
  if (card.customer && card.customer !== customer.id)
    throw refused('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    });
  card.customer = customer.id;
  emit(sim, 'payment_method.attached', showPaymentMethod(sim, card));
  return card;
}

/** Takes a card from its customer, and from everything that was paid with it. */
export function detach(sim: Sim, id: string): PaymentMethod {
  const card = known(sim.world.paymentMethods.find(id), 'PaymentMethod', id);
  const customer = sim.world.customers.find(card.customer);
  if (!customer)
    throw refused('The payment method you provided is not attached to a customer so detachment is impossible.');
  if (customer.paymentMethod === card.id)
    followed(sim, customer, () => {
      customer.paymentMethod = null;
    });
  for (const each of sim.world.subscriptions.where(({ paymentMethod }) => paymentMethod === card.id))
    each.paymentMethod = null;
  card.customer = null;
  emit(sim, 'payment_method.detached', showPaymentMethod(sim, card));
  return card;
}

const listCards = (sim: Sim, customer: string, page: z.output<z.ZodObject<typeof p.page>>, url: string) =>
  listPage(
    sim.world.paymentMethods.peek().filter((card) => card.customer === customer),
    page,
    (each) => showPaymentMethod(sim, each),
    url,
  );

function ownTaxId(sim: Sim, customer: string | undefined, id: string | undefined) {
  const taxId = known(sim.world.taxIds.find(id), 'tax ID', id);
  return known(taxId.customer === customer ? taxId : undefined, 'tax ID', id);
}

/** Takes a tax id from its customer. */
export function removeTaxId(sim: Sim, customer: string | undefined, id: string | undefined) {
  const taxId = ownTaxId(sim, customer, id);
  sim.world.taxIds.remove(taxId.id);
  emit(sim, 'customer.tax_id.deleted', showTaxId(sim, taxId));
  return { id: taxId.id, object: 'tax_id', deleted: true };
}
