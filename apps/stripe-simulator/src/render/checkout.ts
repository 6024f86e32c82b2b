import type Stripe from 'stripe';
import type { Sim } from '../sim.ts';
import type { Session } from '../state/records.ts';
import { showPrice } from './catalogue.ts';

export const checkoutUrl = (sim: Sim, id: string): string => `${sim.url()}/c/pay/${id}`;

export function showSession(sim: Sim, session: Session): Stripe.Checkout.Session {
  const { amounts, buyer } = session;
  const isPaid = session.status === 'complete';
  return {
    id: session.id,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: session.allowsCodes || null,
    allowed_payment_method_types: null,
    amount_subtotal: session.mode === 'setup' ? null : amounts.subtotal,
    amount_total: session.mode === 'setup' ? null : amounts.total,
    automatic_tax: {
      enabled: session.automaticTax,
      liability: session.automaticTax ? { type: 'self' } : null,
      provider: session.automaticTax ? 'stripe' : null,
      status: session.automaticTax ? (isPaid ? 'complete' : 'requires_location_inputs') : null,
    },
    billing_address_collection: session.asksAddress ? 'required' : 'auto',
    cancel_url: session.cancelUrl,
    client_reference_id: session.reference,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: session.created,
    currency: session.currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: { after_submit: null, shipping_address: null, submit: null, terms_of_service_acceptance: null },
    customer: session.customer,
    customer_account: null,
    customer_creation: session.customer ? null : 'always',
    customer_details: buyer && {
      address: buyer.address as Stripe.Address | null,
      business_name: null,
      email: buyer.email,
      individual_name: null,
      name: buyer.name,
      phone: buyer.phone,
      tax_exempt: 'none',
      tax_ids: buyer.taxIds,
    },
    customer_email: session.customerEmail,
    discounts: session.discounts.map(({ coupon, promotionCode }) => ({
      coupon: promotionCode ? null : coupon,
      promotion_code: promotionCode,
    })),
    expires_at: session.expiresAt,
    integration_identifier: null,
    invoice: session.invoice,
    invoice_creation: null,
    livemode: false,
    locale: session.locale,
    managed_payments: null,
    metadata: session.metadata,
    mode: session.mode,
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: session.collectsCard,
    payment_method_configuration_details: null,
    payment_method_options: null,
    payment_method_types: ['card'],
    payment_status: !isPaid ? 'unpaid' : amounts.total === 0 ? 'no_payment_required' : 'paid',
    permissions: null,
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: {
      allow_redisplay_filters: ['always'],
      payment_method_remove: null,
      payment_method_save: null,
    },
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: session.status,
    submit_type: null,
    subscription: session.subscription,
    success_url: session.successUrl,
    tax_id_collection: {
      enabled: session.collectsTaxId !== 'no',
      required: session.collectsTaxId === 'required' ? 'if_supported' : 'never',
    },
    total_details: { amount_discount: amounts.discount, amount_shipping: 0, amount_tax: amounts.tax },
    ui_mode: 'hosted_page',
    url: session.status === 'open' ? checkoutUrl(sim, session.id) : null,
    wallet_options: null,
  };
}

/** What is bought, as a session lists it. */
export const showSessionLines = (sim: Sim, session: Session): Stripe.LineItem[] =>
  session.lines.map(({ price: id, quantity }, index) => {
    const price = sim.world.prices.get(id);
    const subtotal = price.amount * quantity;
    return {
      ...{ id: `li_${session.id.slice(-14)}${index}`, object: 'item', adjustable_quantity: null, amount_discount: 0 },
      ...{ amount_subtotal: subtotal, amount_tax: 0, amount_total: subtotal, currency: price.currency },
      ...{
        description: sim.world.products.get(price.product).name,
        metadata: {},
        price: showPrice(sim, price),
        quantity,
      },
    };
  });
