import { z } from 'zod';
import { showCoupon, showPrice, showProduct, showPromotionCode, showTaxRate } from '../render/catalogue.ts';
import { emit, follow, type Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';

const productFields = {
  name: p.text.optional(),
  description: p.text.optional(),
  active: p.truth.optional(),
  metadata: p.metadata.optional(),
  default_price: p.text.optional(),
};
const recurring = z.strictObject({
  interval: z.enum(['day', 'week', 'month', 'year']),
  interval_count: p.whole.optional(),
  usage_type: z.literal('licensed').optional(),
});

const productOf = (sim: Sim, id: string | undefined) => known(sim.world.products.find(id), 'product', id);
const priceOf = (sim: Sim, id: string | undefined) => known(sim.world.prices.find(id), 'price', id);
const couponOf = (sim: Sim, id: string | undefined) => {
  const coupon = sim.world.coupons.find(id);
  return known(coupon?.deleted ? undefined : coupon, 'coupon', id);
};
const codeOf = (sim: Sim, id: string | undefined) => known(sim.world.promotionCodes.find(id), 'promotion code', id);

/** A key names one price: giving it to another needs saying so. */
function takeLookupKey(sim: Sim, key: string, isTransfer: boolean): void {
  for (const other of sim.world.prices.where(({ lookupKey }) => lookupKey === key)) {
    if (!isTransfer)
      throw refused(`A price (\`${other.id}\`) already uses that lookup key.`, {
        code: 'resource_already_exists',
        param: 'lookup_key',
      });
    other.lookupKey = null;
  }
}

const products: Route[] = [
  route('POST', '/v1/products', p.shape({ ...productFields, name: p.text, id: p.text.optional() }), (sim, given) => {
    if (given.id && sim.world.products.find(given.id))
      throw refused('Product already exists.', { code: 'resource_already_exists', param: 'id' });
    const product = sim.world.products.add({
      ...{
        id: given.id ?? sim.id('prod'),
        created: sim.now(),
        updated: sim.now(),
        name: given.name,
        description: given.description ?? null,
      },
      ...{ active: given.active ?? true, metadata: given.metadata ?? {}, defaultPrice: null },
    });
    emit(sim, 'product.created', showProduct(sim, product));
    return showProduct(sim, product);
  }),
  route(
    'GET',
    '/v1/products',
    p.shape({ ...p.page, active: p.truth.optional(), ids: p.texts.optional() }),
    (sim, { active, ids, ...page }) =>
      listPage(
        sim.world.products
          .peek()
          .filter((each) => (active === undefined || each.active === active) && (!ids || ids.includes(each.id))),
        page,
        (each) => showProduct(sim, each),
        '/v1/products',
      ),
  ),
  route('GET', '/v1/products/:id', p.shape({}), (sim, _, { id }) => showProduct(sim, productOf(sim, id))),
  route('POST', '/v1/products/:id', p.shape(productFields), (sim, given, { id }) => {
    const product = productOf(sim, id);
    follow(
      sim,
      'product.updated',
      product.id,
      () => showProduct(sim, product),
      () => {
        product.name = given.name ?? product.name;
        product.description = given.description ?? product.description;
        product.active = given.active ?? product.active;
        product.defaultPrice = given.default_price ?? product.defaultPrice;
        product.metadata = p.mergeMetadata(product.metadata, given.metadata);
        product.updated = sim.now();
      },
    );
    return showProduct(sim, product);
  }),
];

const prices: Route[] = [
  route(
    'POST',
    '/v1/prices',
    p.shape({
      ...{
        currency: p.text,
        unit_amount: p.whole,
        product: p.text.optional(),
        product_data: z.strictObject({ name: p.text, metadata: p.metadata.optional() }).optional(),
      },
      ...{
        recurring: recurring.optional(),
        tax_behavior: z.enum(['exclusive', 'inclusive', 'unspecified']).optional(),
        lookup_key: p.text.optional(),
      },
      ...{
        transfer_lookup_key: p.truth.optional(),
        nickname: p.text.optional(),
        active: p.truth.optional(),
        metadata: p.metadata.optional(),
        billing_scheme: z.literal('per_unit').optional(),
      },
    }),
    (sim, given) => {
      if (!given.product && !given.product_data)
        throw refused('You must specify either `product` or `product_data` when creating a price.', {
          code: 'parameter_missing',
        });
      const product = given.product_data
        ? sim.world.products.add({
            ...{
              id: sim.id('prod'),
              created: sim.now(),
              updated: sim.now(),
              name: given.product_data.name,
              description: null,
              active: true,
            },
            ...{ metadata: given.product_data.metadata ?? {}, defaultPrice: null },
          })
        : productOf(sim, given.product);
      if (given.lookup_key) takeLookupKey(sim, given.lookup_key, given.transfer_lookup_key ?? false);
      const price = sim.world.prices.add({
        ...{
          id: sim.id('price', 24),
          created: sim.now(),
          product: product.id,
          currency: given.currency.toLowerCase(),
          amount: given.unit_amount,
        },
        recurring: given.recurring
          ? { interval: given.recurring.interval, count: given.recurring.interval_count ?? 1 }
          : null,
        ...{
          taxBehavior: given.tax_behavior ?? 'unspecified',
          lookupKey: given.lookup_key ?? null,
          nickname: given.nickname ?? null,
        },
        ...{ active: given.active ?? true, metadata: given.metadata ?? {} },
      });
      emit(sim, 'price.created', showPrice(sim, price));
      return showPrice(sim, price);
    },
  ),
  route(
    'GET',
    '/v1/prices',
    p.shape({
      ...p.page,
      active: p.truth.optional(),
      product: p.text.optional(),
      lookup_keys: p.texts.optional(),
      currency: p.text.optional(),
      type: p.text.optional(),
    }),
    (sim, { active, product, lookup_keys, currency, type, ...page }) =>
      listPage(
        sim.world.prices
          .peek()
          .filter(
            (each) =>
              (active === undefined || each.active === active) &&
              (!product || each.product === product) &&
              (!lookup_keys || lookup_keys.includes(each.lookupKey ?? '')) &&
              (!currency || each.currency === currency) &&
              (!type || (type === 'recurring') === (each.recurring !== null)),
          ),
        page,
        (each) => showPrice(sim, each),
        '/v1/prices',
      ),
  ),
  route('GET', '/v1/prices/:id', p.shape({}), (sim, _, { id }) => showPrice(sim, priceOf(sim, id))),
  // a price's amount never changes: a new price takes its place
  route(
    'POST',
    '/v1/prices/:id',
    p.shape({
      active: p.truth.optional(),
      metadata: p.metadata.optional(),
      nickname: p.text.optional(),
      lookup_key: p.text.optional(),
      transfer_lookup_key: p.truth.optional(),
    }),
    (sim, given, { id }) => {
      const price = priceOf(sim, id);
      follow(
        sim,
        'price.updated',
        price.id,
        () => showPrice(sim, price),
        () => {
          if (given.lookup_key) takeLookupKey(sim, given.lookup_key, given.transfer_lookup_key ?? false);
          price.active = given.active ?? price.active;
          price.nickname = given.nickname ?? price.nickname;
          price.lookupKey = given.lookup_key ?? price.lookupKey;
          price.metadata = p.mergeMetadata(price.metadata, given.metadata);
        },
      );
      return showPrice(sim, price);
    },
  ),
];

const coupons: Route[] = [
  route(
    'POST',
    '/v1/coupons',
    p.shape({
      ...{
        id: p.text.optional(),
        name: p.text.max(40).optional(),
        percent_off: p.decimalNumber.optional(),
        amount_off: p.whole.optional(),
        currency: p.text.optional(),
      },
      ...{
        duration: z.enum(['once', 'repeating', 'forever']).optional(),
        duration_in_months: p.whole.optional(),
        max_redemptions: p.whole.optional(),
      },
      ...{
        redeem_by: p.moment.optional(),
        metadata: p.metadata.optional(),
        applies_to: z.strictObject({ products: p.texts }).optional(),
      },
    }),
    (sim, given) => {
      if ((given.percent_off === undefined) === (given.amount_off === undefined))
        throw refused('You must pass one of `percent_off` and `amount_off`.');
      if (given.percent_off !== undefined && (given.percent_off <= 0 || given.percent_off > 100))
        throw refused('Invalid percent_off: must be above 0 and at most 100.', { param: 'percent_off' });
      if (given.amount_off !== undefined && !given.currency)
        throw refused('You must pass `currency` when passing `amount_off`.', {
          code: 'parameter_missing',
          param: 'currency',
        });
      if (given.duration === 'repeating' && !given.duration_in_months)
        throw refused('You must pass `duration_in_months` when `duration` is `repeating`.', {
          code: 'parameter_missing',
          param: 'duration_in_months',
        });
      const id = given.id ?? sim.id('cpn', 8).slice(4).toUpperCase();
      if (sim.world.coupons.find(id))
        throw refused('Coupon already exists.', { code: 'resource_already_exists', param: 'id' });
      const coupon = sim.world.coupons.add({
        ...{
          id,
          created: sim.now(),
          name: given.name ?? null,
          percentOff: given.percent_off ?? null,
          amountOff: given.amount_off ?? null,
        },
        ...{
          currency: given.currency ?? null,
          duration: given.duration ?? 'once',
          months: given.duration_in_months ?? null,
        },
        ...{
          mostRedemptions: given.max_redemptions ?? null,
          redeemBy: given.redeem_by ?? null,
          products: given.applies_to?.products ?? [],
        },
        ...{ timesRedeemed: 0, metadata: given.metadata ?? {} },
      });
      emit(sim, 'coupon.created', showCoupon(sim, coupon));
      return showCoupon(sim, coupon);
    },
  ),
  route('GET', '/v1/coupons', p.shape(p.page), (sim, page) =>
    listPage(
      sim.world.coupons.peek().filter(({ deleted }) => !deleted),
      page,
      (each) => showCoupon(sim, each),
      '/v1/coupons',
    ),
  ),
  route('GET', '/v1/coupons/:id', p.shape({}), (sim, _, { id }) => showCoupon(sim, couponOf(sim, id))),
  // those who have it keep it
  route('DELETE', '/v1/coupons/:id', p.shape({}), (sim, _, { id }) => {
    const coupon = couponOf(sim, id);
    coupon.deleted = true;
    emit(sim, 'coupon.deleted', showCoupon(sim, coupon));
    return { id: coupon.id, object: 'coupon', deleted: true };
  }),
  route(
    'POST',
    '/v1/promotion_codes',
    p.shape({
      ...{
        promotion: z.strictObject({ type: z.literal('coupon'), coupon: p.text }),
        code: z
          .string()
          .regex(/^[A-Za-z0-9-]+$/)
          .optional(),
      },
      ...{
        active: p.truth.optional(),
        customer: p.text.optional(),
        expires_at: p.moment.optional(),
        max_redemptions: p.whole.optional(),
        metadata: p.metadata.optional(),
      },
      restrictions: z
        .strictObject({
          first_time_transaction: p.truth.optional(),
          minimum_amount: p.whole.optional(),
          minimum_amount_currency: p.text.optional(),
        })
        .optional(),
    }),
    (sim, given) => {
      const coupon = couponOf(sim, given.promotion.coupon);
      const code = (given.code ?? sim.id('c', 8).slice(2)).toUpperCase();
      const isTaken = sim.world.promotionCodes
        .peek()
        .some((each) => each.active && each.code === code && (each.customer ?? null) === (given.customer ?? null));
      if (isTaken)
        throw refused('An active promotion code with `code` already exists.', {
          code: 'resource_already_exists',
          param: 'code',
        });
      const minimum = given.restrictions?.minimum_amount;
      const made = sim.world.promotionCodes.add({
        ...{
          id: sim.id('promo', 24),
          created: sim.now(),
          code,
          coupon: coupon.id,
          active: given.active ?? true,
          customer: given.customer ?? null,
        },
        ...{
          expiresAt: given.expires_at ?? null,
          mostRedemptions: given.max_redemptions ?? null,
          timesRedeemed: 0,
          metadata: given.metadata ?? {},
        },
        firstTimeOnly: given.restrictions?.first_time_transaction ?? false,
        minimum:
          minimum === undefined
            ? null
            : { amount: minimum, currency: given.restrictions?.minimum_amount_currency ?? 'eur' },
      });
      emit(sim, 'promotion_code.created', showPromotionCode(sim, made));
      return showPromotionCode(sim, made);
    },
  ),
  route(
    'GET',
    '/v1/promotion_codes',
    p.shape({
      ...p.page,
      active: p.truth.optional(),
      code: p.text.optional(),
      coupon: p.text.optional(),
      customer: p.text.optional(),
    }),
    (sim, { active, code, coupon, customer, ...page }) =>
      listPage(
        sim.world.promotionCodes
          .peek()
          .filter(
            (each) =>
              (active === undefined || showPromotionCode(sim, each).active === active) &&
              (!code || each.code.toUpperCase() === code.toUpperCase()) &&
              (!coupon || each.coupon === coupon) &&
              (!customer || each.customer === customer),
          ),
        page,
        (each) => showPromotionCode(sim, each),
        '/v1/promotion_codes',
      ),
  ),
  route('GET', '/v1/promotion_codes/:id', p.shape({}), (sim, _, { id }) => showPromotionCode(sim, codeOf(sim, id))),
  route(
    'POST',
    '/v1/promotion_codes/:id',
    p.shape({ active: p.truth.optional(), metadata: p.metadata.optional() }),
    (sim, given, { id }) => {
      const code = codeOf(sim, id);
      code.active = given.active ?? code.active;
      code.metadata = p.mergeMetadata(code.metadata, given.metadata);
      emit(sim, 'promotion_code.updated', showPromotionCode(sim, code));
      return showPromotionCode(sim, code);
    },
  ),
  route('GET', '/v1/tax_rates/:id', p.shape({}), (_sim, _, { id = '' }) => known(showTaxRate(id), 'tax rate', id)),
];

export const catalogue: Route[] = [...products, ...prices, ...coupons];
