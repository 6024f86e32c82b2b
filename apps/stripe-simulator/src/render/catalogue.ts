import type Stripe from 'stripe';
import type { Sim } from '../sim.ts';
import type { Coupon, Discount, Price, Product, PromotionCode } from '../state/records.ts';
import { decimal } from './wire-shapes.ts';

export const showProduct = (_sim: Sim, product: Product): Stripe.Product => ({
  id: product.id,
  object: 'product',
  active: product.active,
  created: product.created,
  default_price: product.defaultPrice,
  description: product.description,
  images: [],
  livemode: false,
  marketing_features: [],
  metadata: product.metadata,
  name: product.name,
  package_dimensions: null,
  shippable: null,
  statement_descriptor: null,
  tax_code: null,
  tax_details: null,
  type: 'service',
  unit_label: null,
  updated: product.updated,
  url: null,
});

export const showPrice = (_sim: Sim, price: Price): Stripe.Price => ({
  id: price.id,
  object: 'price',
  active: price.active,
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  custom_unit_amount: null,
  livemode: false,
  lookup_key: price.lookupKey,
  metadata: price.metadata,
  nickname: price.nickname,
  product: price.product,
  recurring: price.recurring && {
    interval: price.recurring.interval,
    interval_count: price.recurring.count,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed',
  },
  tax_behavior: price.taxBehavior,
  tiers_mode: null,
  transform_quantity: null,
  type: price.recurring ? 'recurring' : 'one_time',
  unit_amount: price.amount,
  unit_amount_decimal: decimal(price.amount),
});

/** The former shape of a recurring price, which items still carry. */
export const showPlan = (price: Price): Stripe.Plan => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.amount,
  amount_decimal: decimal(price.amount),
  billing_scheme: 'per_unit',
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? 'month',
  interval_count: price.recurring?.count ?? 1,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
});

/** Whether a coupon may still be redeemed. */
export const isValid = (sim: Sim, coupon: Coupon): boolean =>
  !coupon.deleted &&
  (coupon.redeemBy === null || coupon.redeemBy > sim.now()) &&
  (coupon.mostRedemptions === null || coupon.timesRedeemed < coupon.mostRedemptions);

export const showCoupon = (sim: Sim, coupon: Coupon): Stripe.Coupon => ({
  id: coupon.id,
  object: 'coupon',
  amount_off: coupon.amountOff,
  created: coupon.created,
  currency: coupon.currency,
  duration: coupon.duration,
  duration_in_months: coupon.months,
  livemode: false,
  max_redemptions: coupon.mostRedemptions,
  metadata: coupon.metadata,
  name: coupon.name,
  percent_off: coupon.percentOff,
  redeem_by: coupon.redeemBy,
  times_redeemed: coupon.timesRedeemed,
  valid: isValid(sim, coupon),
});

export const showPromotionCode = (sim: Sim, code: PromotionCode): Stripe.PromotionCode => ({
  id: code.id,
  object: 'promotion_code',
  active:
    code.active &&
    (code.expiresAt === null || code.expiresAt > sim.now()) &&
    (code.mostRedemptions === null || code.timesRedeemed < code.mostRedemptions) &&
    isValid(sim, sim.world.coupons.get(code.coupon)),
  code: code.code,
  created: code.created,
  customer: code.customer,
  customer_account: null,
  expires_at: code.expiresAt,
  livemode: false,
  max_redemptions: code.mostRedemptions,
  metadata: code.metadata,
  promotion: { coupon: code.coupon, type: 'coupon' },
  restrictions: {
    first_time_transaction: code.firstTimeOnly,
    minimum_amount: code.minimum?.amount ?? null,
    minimum_amount_currency: code.minimum?.currency ?? null,
  },
  times_redeemed: code.timesRedeemed,
});

export const showDiscount = (_sim: Sim, discount: Discount): Stripe.Discount => ({
  id: discount.id,
  object: 'discount',
  checkout_session: discount.session,
  customer: discount.customer,
  customer_account: null,
  end: discount.end,
  invoice: null,
  invoice_item: null,
  promotion_code: discount.promotionCode,
  source: { coupon: discount.coupon, type: 'coupon' },
  start: discount.start,
  subscription: discount.subscription,
  subscription_item: null,
});

/** A rate from its id, which says all of it. */
export function showTaxRate(id: string): Stripe.TaxRate | undefined {
  const said = /^txr_([a-z]{2})_(\d+)_(exclusive|inclusive)$/.exec(id);
  if (!said) return undefined;
  const [, country = '', hundredths = '0', behaviour] = said;
  return {
    id,
    object: 'tax_rate',
    active: true,
    country: country.toUpperCase(),
    created: 0,
    description: null,
    display_name: country === 'es' ? 'IVA' : 'VAT',
    effective_percentage: Number(hundredths) / 100,
    flat_amount: null,
    inclusive: behaviour === 'inclusive',
    jurisdiction: country.toUpperCase(),
    jurisdiction_level: 'country',
    livemode: false,
    metadata: null,
    percentage: Number(hundredths) / 100,
    rate_type: 'percentage',
    state: null,
    tax_type: 'vat',
  };
}
