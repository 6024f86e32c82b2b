import { createHash } from 'node:crypto';
import { billingErrors, type Checkout, type Promotion } from '@recado/core/billing/contract';
import type Stripe from 'stripe';
import { isTaken, pricesOf } from './prices.ts';
import { type Asked, moment, once, type Reach, seconds } from './stripe-client.ts';

const HOUR = 3_600_000;
// Stripe takes no trial at the till that ends earlier than in 48 hours; the way there takes some minutes
const SHORTEST_TRIAL = 49 * HOUR;

/** The customer of an account, who is made once however many ask at the same time. */
export async function ensureCustomer(
  { stripe }: Reach,
  { account, known, email, name, language }: Asked<'ensureCustomer'>,
  request: string,
): Promise<string> {
  const found = known ? await stripe.customers.retrieve(known) : null;
  const living = found && !found.deleted ? found : await ofAccount(stripe, account, email);
  const customer =
    living ??
    // nothing that may change goes with the key: whoever comes second gets the same customer
    (await stripe.customers.create(
      { metadata: { account } },
      { idempotencyKey: `recado:${account}:customer${known ? `:after:${known}` : ''}` },
    ));
  const isCurrent = customer.email === email && customer.name && customer.preferred_locales?.[0] === language;
  if (!isCurrent)
    await stripe.customers.update(
      customer.id,
      // the name on invoices is the customer's to say
      { email, ...(!customer.name && { name }), preferred_locales: [language] },
      once(request, 'customer'),
    );
  return customer.id;
}

async function ofAccount(stripe: Stripe, account: string, email: string): Promise<Stripe.Customer | undefined> {
  const { data } = await stripe.customers.list({ email, limit: 100 });
  return data.find(({ metadata }) => metadata.account === account);
}

const OVER: ReadonlySet<Stripe.Subscription.Status> = new Set(['canceled', 'incomplete', 'incomplete_expired']);

/** The till for an order: the open one again when it is for the same, or a new one in its place. */
export async function checkout(reach: Reach, asked: Asked<'checkout'>, request: string): Promise<Checkout> {
  const { stripe, now } = reach;
  const { account, customer, lines, language, successUrl, cancelUrl } = asked;
  const had = await stripe.subscriptions.list({ customer, limit: 100 });
  if (had.data.some(({ status }) => !OVER.has(status))) throw billingErrors.alreadySubscribed();
  const order = createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);
  const open = await stripe.checkout.sessions.list({ customer, status: 'open', limit: 100 });
  const same = open.data.find(({ metadata }) => metadata?.order === order);
  for (const { id } of open.data) if (id !== same?.id) await stripe.checkout.sessions.expire(id);
  if (same) return shown(same);
  const prices = await pricesOf(reach, lines);
  const trial = trialEnd(asked.trialEndsAt, now());
  const session = await stripe.checkout.sessions.create(
    {
      ...{
        mode: 'subscription',
        customer,
        client_reference_id: account,
        locale: language,
        metadata: { account, order },
      },
      line_items: lines.map(({ priceKey, quantity }) => ({ price: prices.get(priceKey)?.id as string, quantity })),
      ...{ success_url: successUrl, cancel_url: cancelUrl },
      ...(await promotion(stripe, asked.promotion)),
      // a number typed there would be believed by its shape; ours goes to Stripe when it was looked up
      ...{ automatic_tax: { enabled: true }, tax_id_collection: { enabled: false } },
      ...(asked.hasTax
        ? { billing_address_collection: 'auto' }
        : { billing_address_collection: 'required', customer_update: { address: 'auto' } }),
      payment_method_collection: 'always',
      subscription_data: { metadata: { account }, ...(trial && { trial_end: trial }) },
    },
    once(request, 'checkout'),
  );
  return shown(session);
}

async function promotion(
  stripe: Stripe,
  of: Promotion | null,
): Promise<Pick<Stripe.Checkout.SessionCreateParams, 'allow_promotion_codes' | 'discounts'>> {
  if (of?.kind === 'typed') return { allow_promotion_codes: true };
  if (of?.kind === 'coupon') return { discounts: [{ coupon: of.coupon }] };
  if (of?.kind === 'offer') return { discounts: [{ coupon: await couponOf(stripe, of) }] };
  return of ? { discounts: [{ promotion_code: of.code }] } : {};
}

/** The coupon of an offer of ours, which is made once. */
async function couponOf(
  stripe: Stripe,
  { name, percent, months }: Extract<Promotion, { kind: 'offer' }>,
): Promise<string> {
  const length =
    months === null ? { duration: 'once' as const } : { duration: 'repeating' as const, duration_in_months: months };
  try {
    await stripe.coupons.create({ id: name, percent_off: percent, ...length });
  } catch (error) {
    if (!isTaken(error)) throw error;
  }
  return name;
}

/** A trial that ends too soon for the till is made a little longer: nobody pays for days that they were given. */
function trialEnd(endsAt: Date | null, now: Date): number | null {
  if (!endsAt || endsAt <= now) return null;
  return seconds(new Date(Math.max(endsAt.getTime(), Math.ceil(now.getTime() / HOUR) * HOUR + SHORTEST_TRIAL)));
}

function shown({ id, url, expires_at }: Stripe.Checkout.Session): Checkout {
  // the answer to a request that was made before, whose till has closed since
  if (!url) throw billingErrors.requestTaken();
  return { id, url, expiresAt: moment(expires_at) };
}

const FEATURES: Stripe.BillingPortal.ConfigurationCreateParams.Features = {
  // whom invoices are made out to is said with us, where the number is looked up
  customer_update: { enabled: false },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  // what is bought is changed and cancelled with us, where one sees what it costs and what becomes of what is too much
  subscription_cancel: { enabled: false },
  subscription_update: { enabled: false },
};
const PORTAL = createHash('sha256').update(JSON.stringify(FEATURES)).digest('hex').slice(0, 16);

/** Stripe's page for cards and invoices. Its settings are made once, and anew when they change here. */
export async function portal(
  { stripe }: Reach,
  { customer, language, returnUrl }: Asked<'portal'>,
  request: string,
): Promise<{ url: string }> {
  const { data } = await stripe.billingPortal.configurations.list({ active: true, limit: 100 });
  const ours =
    data.find(({ metadata }) => metadata?.recado === PORTAL) ??
    (await stripe.billingPortal.configurations.create(
      { features: FEATURES, metadata: { recado: PORTAL } },
      { idempotencyKey: `recado:portal:${PORTAL}` },
    ));
  const { url } = await stripe.billingPortal.sessions.create(
    { customer, configuration: ours.id, locale: language, return_url: returnUrl },
    once(request, 'portal'),
  );
  return { url };
}
