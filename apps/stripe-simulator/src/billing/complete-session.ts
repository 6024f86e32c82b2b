import { showSession } from '../render/checkout.ts';
import { showCustomer, showPaymentMethod } from '../render/customers.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Address, Customer, Session } from '../state/records.ts';
import { taxIdsOf } from './build-invoice.ts';
import { newCard } from './cards.ts';
import { createSubscription } from './create-subscription.ts';
import { newCustomer } from './new-customer.ts';
import { trialOf } from './price-session.ts';
import { addTaxId } from './tax-ids.ts';
import { useCard } from './use-card.ts';

/** What a person fills in on the page of a session. */
export type Filled = {
  card: string | null;
  email: string | null;
  name: string | null;
  address: Address | null;
  taxId: { type: string; value: string } | null;
  isAuthenticated: boolean;
};

/** Whoever a session is for, with what they filled in. Known people change only where the session allows it. */
export function buyerOf(sim: Sim, session: Session, filled: Filled): Customer {
  const known = sim.world.customers.find(session.customer);
  const customer = known ?? newCustomer(sim);
  if (!known || session.updates.name) customer.name = filled.name ?? customer.name;
  if (!known || session.updates.address) customer.address = filled.address ?? customer.address;
  if (!known) customer.email = filled.email ?? session.customerEmail;
  return customer;
}

/** Pays a session: its customer, card and tax id are noted and its subscription begins. Throws when the card refuses; then nothing happened. */
export function completeSession(sim: Sim, session: Session, filled: Filled): void {
  const { world } = sim;
  const known = world.customers.find(session.customer);
  const customer = known
    ? follow(
        sim,
        'customer.updated',
        known.id,
        () => showCustomer(sim, known),
        () => buyerOf(sim, session, filled),
      )
    : world.customers.add(buyerOf(sim, session, filled));
  if (!known) emit(sim, 'customer.created', showCustomer(sim, customer));
  session.customer = customer.id;
  if (filled.taxId && session.collectsTaxId !== 'no') addTaxId(sim, customer.id, filled.taxId.type, filled.taxId.value);
  const card = filled.card ? newCard(sim, filled.card, customer.id) : undefined;
  if (card) {
    card.name = filled.name;
    card.authenticated = filled.isAuthenticated;
    emit(sim, 'payment_method.attached', showPaymentMethod(sim, card));
  }
  if (session.mode === 'setup') {
    if (card) useCard(sim, customer, card.id);
  } else {
    const { subscription } = createSubscription(sim, {
      ...{ customer: customer.id, items: session.lines, discounts: session.discounts, session: session.id },
      ...{ trialEnd: trialOf(sim, session), anchor: session.data.anchor, missingCard: session.data.missingCard },
      ...{ automaticTax: session.automaticTax, paymentMethod: card?.id ?? null, behavior: 'error_if_incomplete' },
      ...{
        metadata: session.data.metadata,
        description: session.data.description,
        isAuthenticated: filled.isAuthenticated,
      },
    });
    session.subscription = subscription.id;
    session.invoice = subscription.latestInvoice;
    session.amounts.total = world.invoices.get(subscription.latestInvoice as string).total;
  }
  session.status = 'complete';
  session.completedAt = sim.now();
  session.buyer = {
    ...{ email: customer.email, name: customer.name, phone: customer.phone, address: customer.address },
    taxIds: taxIdsOf(sim, customer.id).map(({ type, value }) => ({ type, value })),
  };
  emit(sim, 'checkout.session.completed', showSession(sim, session));
}
