import type Stripe from 'stripe';
import type { Sim } from '../sim.ts';
import type { BalanceTransaction, Customer, PaymentMethod, TaxId } from '../state/records.ts';

export function showCustomer(sim: Sim, customer: Customer): Stripe.Customer | Stripe.DeletedCustomer {
  if (customer.deleted) return { id: customer.id, object: 'customer', deleted: true };
  return {
    id: customer.id,
    object: 'customer',
    address: customer.address as Stripe.Address | null,
    balance: customer.balance,
    created: customer.created,
    currency: customer.currency,
    customer_account: null,
    default_source: null,
    delinquent: sim.world.subscriptions
      .peek()
      .some(({ customer: of, status }) => of === customer.id && (status === 'past_due' || status === 'unpaid')),
    description: customer.description,
    discount: null,
    email: customer.email,
    invoice_prefix: 'RECADO',
    invoice_settings: {
      custom_fields: null,
      default_payment_method: customer.paymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: customer.metadata,
    name: customer.name,
    phone: customer.phone,
    preferred_locales: customer.locales,
    shipping: null,
    tax_exempt: customer.taxExempt,
    test_clock: customer.clock,
  };
}

export const showTaxId = (_sim: Sim, taxId: TaxId): Stripe.TaxId => ({
  id: taxId.id,
  object: 'tax_id',
  country: taxId.type === 'eu_vat' ? countryOf(taxId.value) : taxId.type.slice(0, 2).toUpperCase(),
  created: taxId.created,
  customer: taxId.customer,
  customer_account: null,
  livemode: false,
  owner: { customer: taxId.customer, customer_account: null, type: 'customer' },
  type: taxId.type,
  value: taxId.value,
  verification: { status: taxId.status, verified_address: taxId.address, verified_name: taxId.name },
});

// Greece writes its numbers with another prefix than its code
const countryOf = (vat: string): string => vat.slice(0, 2).replace('EL', 'GR');

export const showPaymentMethod = (_sim: Sim, method: PaymentMethod): Stripe.PaymentMethod => ({
  id: method.id,
  object: 'payment_method',
  allow_redisplay: 'always',
  billing_details: { address: null, email: null, name: method.name, phone: null, tax_id: null },
  card: {
    brand: method.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'ES',
    display_brand: method.brand,
    exp_month: method.expMonth,
    exp_year: method.expYear,
    fingerprint: `fp${method.last4}`,
    funding: 'credit',
    generated_from: null,
    last4: method.last4,
    networks: { available: [method.brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created: method.created,
  customer: method.customer,
  customer_account: null,
  livemode: false,
  metadata: method.metadata,
  type: 'card',
});

export const showBalanceTransaction = (_sim: Sim, moved: BalanceTransaction): Stripe.CustomerBalanceTransaction => ({
  id: moved.id,
  object: 'customer_balance_transaction',
  amount: moved.amount,
  checkout_session: null,
  created: moved.created,
  credit_note: moved.creditNote,
  currency: moved.currency,
  customer: moved.customer,
  customer_account: null,
  description: moved.description,
  ending_balance: moved.ending,
  invoice: moved.invoice,
  livemode: false,
  metadata: moved.metadata,
  type: moved.type,
});
