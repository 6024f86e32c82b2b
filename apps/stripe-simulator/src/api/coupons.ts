import { z } from 'zod';
import { showCoupon, showPromotionCode, showTaxRate } from '../render/catalogue.ts';
import { emit, type Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';

const couponOf = (sim: Sim, id: string | undefined) => {
  const coupon = sim.world.coupons.find(id);
  return known(coupon?.deleted ? undefined : coupon, 'coupon', id);
};
const codeOf = (sim: Sim, id: string | undefined) => known(sim.world.promotionCodes.find(id), 'promotion code', id);

export const coupons: Route[] = [
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
