// What is taken off the price for whoever buys for the first time: the first accounts that pay, and the first month of a team.
import type { PlanVersion, PresetName } from '../../plans/contract.ts';
import type { Promotion } from '../contract.ts';

/** For the first accounts that pay: so much off for so many months, and priority support for as long as they stay. */
export const EARLY = { percent: 50, months: 3 } as const;
/** Off the first month of a team. */
export const TEAM_PERCENT = 20;

/** What the coupons of the offer for the first accounts begin with. */
const EARLY_NAME = 'recado_early_';
export const isEarlyOffer = (coupon: string): boolean => coupon.startsWith(EARLY_NAME);

/** How long a place is held for whoever goes to the till: the day for which the till is open, and one in which its payment is told. */
export const HOLD_MS = 2 * 86_400_000;

/** What is known of an account when it goes to the till. */
export type OfferStanding = { hasPaid: boolean; isHeld: boolean };

/** Whether a plan is one of those that the offers are about: sold by us, by the month. */
export const takesOffers = (preset: PresetName, { price }: Pick<PlanVersion, 'price'>): boolean =>
  preset === 'recado' && price.interval === 'month' && (price.cents ?? 0) > 0;

/** What is taken off at the till; a code may be typed where nothing is. An account has one offer, and only before it ever paid. */
export function promotionFor(
  preset: PresetName,
  plan: Pick<PlanVersion, 'plan' | 'price'>,
  { hasPaid, isHeld }: OfferStanding,
): Promotion {
  if (hasPaid || !takesOffers(preset, plan)) return { kind: 'typed' };
  if (isHeld) return { kind: 'offer', name: `${EARLY_NAME}${EARLY.percent}_${EARLY.months}`, ...EARLY };
  if (plan.plan === 'team')
    return { kind: 'offer', name: `recado_team_${TEAM_PERCENT}`, percent: TEAM_PERCENT, months: null };
  return { kind: 'typed' };
}
