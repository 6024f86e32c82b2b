import { addMonths } from '../money/months.ts';
import { isValid } from '../render/catalogue.ts';
import type { Sim } from '../sim.ts';
import type { PromotionCode } from '../state/records.ts';
import { missing, refused } from '../wire/stripe-error.ts';

/** A discount as a request names it: a coupon, a customer's code, or one that is there already. */
export type AskedDiscount = {
  coupon?: string | undefined;
  promotion_code?: string | undefined;
  discount?: string | undefined;
};

/** The coupon that a request names, when this customer may have it now. */
export function couponFor(
  sim: Sim,
  asked: AskedDiscount,
  customer: string | null,
): { coupon: string; promotionCode: string | null } {
  const { world } = sim;
  if (asked.promotion_code) {
    const code = world.promotionCodes.find(asked.promotion_code);
    if (!code) throw missing('promotion code', asked.promotion_code, 'discounts[0][promotion_code]');
    requireUsable(sim, code, customer);
    return { coupon: code.coupon, promotionCode: code.id };
  }
  const coupon = world.coupons.find(asked.coupon);
  if (!coupon || coupon.deleted) throw missing('coupon', asked.coupon ?? '', 'discounts[0][coupon]');
  if (!isValid(sim, coupon)) throw refused(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: 'coupon' });
  return { coupon: coupon.id, promotionCode: null };
}

/** Refuses a customer's code that is over, another's, or for first purchases only. */
export function requireUsable(sim: Sim, code: PromotionCode, customer: string | null): void {
  const isOver =
    !code.active ||
    (code.expiresAt !== null && code.expiresAt <= sim.now()) ||
    (code.mostRedemptions !== null && code.timesRedeemed >= code.mostRedemptions) ||
    !isValid(sim, sim.world.coupons.get(code.coupon));
  if (isOver)
    throw refused('This promotion code is not active.', { code: 'promotion_code_inactive', param: 'promotion_code' });
  if (code.customer && code.customer !== customer)
    throw refused('This promotion code cannot be redeemed by this customer.', { code: 'promotion_code_inapplicable' });
  const hasBought = sim.world.invoices
    .peek()
    .some((invoice) => invoice.customer === customer && invoice.status === 'paid' && invoice.amountPaid > 0);
  if (code.firstTimeOnly && hasBought)
    throw refused('This promotion code cannot be redeemed because the associated customer has prior transactions.', {
      code: 'promotion_code_inapplicable',
    });
}

/** Gives a subscription a discount, which counts as one redemption. */
export function redeem(
  sim: Sim,
  { coupon: couponId, promotionCode }: { coupon: string; promotionCode: string | null },
  to: { customer: string; subscription: string; session?: string | null },
): string {
  const { world } = sim;
  const coupon = world.coupons.get(couponId);
  coupon.timesRedeemed += 1;
  if (promotionCode) world.promotionCodes.get(promotionCode).timesRedeemed += 1;
  return world.discounts.add({
    ...{ id: sim.id('di', 24), created: sim.now(), coupon: coupon.id, promotionCode, start: sim.now() },
    ...{ customer: to.customer, subscription: to.subscription, session: to.session ?? null },
    end: coupon.duration === 'repeating' ? addMonths(sim.now(), coupon.months ?? 1) : null,
  }).id;
}
