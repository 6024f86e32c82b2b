// Seats that follow the people: what is ordered of the provider beside what it has.
import type { Catalogue, PlanVersion } from '../../plans/contract.ts';
import type { BilledSubscription, OrderLine } from '../contract.ts';
import { isEarlyOffer } from './offers.ts';
import { orderOf, planOf, seatKeyOf } from './orders.ts';

/** Who is there to be paid for: people who get in, how many the owner pays for however few there are, and the plan that they go down to. */
export type Headcount = {
  people: number;
  kept: number | null;
  /** `isOff`: it was taken back, and is to be taken off at the provider. */
  descent: { plan: string; version: number; isOff: boolean } | null;
  /** Whether it holds a place among the first accounts; null where it never did. */
  isEarly?: boolean | null;
};

/** What to ask of the provider so that it has what it is to have. */
export type OrderStep =
  | { do: 'nothing' }
  /** More at once, for their share of the period. */
  | { do: 'now'; lines: OrderLine[] }
  /** Less with the next period, or another plan; nothing is given back. */
  | { do: 'plan'; lines: OrderLine[] }
  /** Nothing changes with the next period any more. */
  | { do: 'unplan' }
  /** It costs the whole from the next invoice on. */
  | { do: 'undiscount' };

type Held = Pick<BilledSubscription, 'status' | 'items' | 'isEnding' | 'waiting' | 'planned'> &
  Partial<Pick<BilledSubscription, 'discounts'>>;

/** How many people an order pays for on a plan: those that the plan includes and those beyond. */
export function peopleOf(plan: PlanVersion, lines: readonly OrderLine[]): number {
  const further = lines.find(({ priceKey }) => priceKey === seatKeyOf(plan))?.quantity ?? 0;
  return Math.max(plan.seats.min, (plan.seats.included ?? 0) + further);
}

/** For how many people an account pays from the next period on: never fewer than its plan takes, than there are, or than the owner keeps. */
export const seatsToPay = (
  { seats }: PlanVersion,
  paid: number,
  { people, kept }: Pick<Headcount, 'people' | 'kept'>,
): number =>
  // what was bought ahead and never paid for was not bought
  Math.max(seats.min, people, Math.min(kept ?? 0, paid));

export const isSame = (a: readonly OrderLine[], b: readonly OrderLine[]): boolean =>
  a.length === b.length &&
  a.every(({ priceKey, quantity }) => b.some((other) => other.priceKey === priceKey && other.quantity === quantity));

/** What the seats of a subscription are; null for one that has none, or whose plan is none of ours. */
export function seatsOf(
  subscription: Pick<BilledSubscription, 'items'> | null | undefined,
  catalogue: Catalogue,
): { plan: PlanVersion; paid: number } | null {
  const plan = subscription ? planOf(catalogue, subscription.items) : null;
  if (!subscription || !plan || plan.seats.extraCents === null) return null;
  return { plan, paid: peopleOf(plan, subscription.items) };
}

/**
 * What follows from how many there are and from where the account is on its way down: more people are paid for at once, fewer and a smaller
 * plan from the next period on, and while something is tried all of it at once, for nothing was paid yet. What is owed, stands still or waits
 * to become another plan is left alone, as is what ends; a change that waits for its money is not asked for again.
 */
export function orderStep(subscription: Held | null | undefined, catalogue: Catalogue, count: Headcount): OrderStep {
  const plan = subscription ? planOf(catalogue, subscription.items) : null;
  if (!subscription || !plan) return NOTHING;
  const { waiting, planned, isEnding, status } = subscription;
  const isElsewhere = planned !== null && planOf(catalogue, planned.lines) !== plan;
  const isOff = count.descent?.isOff === true;
  const isTrial = status === 'trialing';
  // whoever never paid gave the place to somebody else, and what comes with it
  const isOver = ['canceled', 'incomplete', 'incomplete_expired'].includes(status);
  if (count.isEarly === false && !isOver && subscription.discounts?.some(({ coupon }) => isEarlyOffer(coupon)))
    return { do: 'undiscount' };
  if (status !== 'active' && !isTrial) return isOff && isElsewhere ? { do: 'unplan' } : NOTHING;
  const down = downOf(plan, catalogue, count);
  const seats = seatsOf(subscription, catalogue);
  const toPay = seats && seatsToPay(plan, seats.paid, count);
  const less = seats && toPay !== null && toPay < seats.paid ? (orderOf(plan, toPay) as OrderLine[]) : down;
  const more = seats && toPay !== null && toPay > seats.paid ? (orderOf(plan, toPay) as OrderLine[]) : null;
  // whoever comes while the account goes down is not charged for what is about to end: asking for it would take the way down off
  const now = isTrial ? (down ?? more ?? less) : down ? null : more;
  if (now) {
    const isAsked = waiting && (planOf(catalogue, waiting.lines) !== plan || isSame(waiting.lines, now));
    return isAsked ? NOTHING : { do: 'now', lines: now };
  }
  if (isEnding) return NOTHING;
  const next = down ?? less;
  // another plan that was arranged at the provider itself is not ours to take off
  if (isElsewhere && !down && !isOff) return NOTHING;
  if (!next) return planned ? { do: 'unplan' } : NOTHING;
  return planned && isSame(planned.lines, next) ? NOTHING : { do: 'plan', lines: next };
}

const NOTHING: OrderStep = { do: 'nothing' };

/** Whether people came for whom the card was asked and did not pay. */
export function owesSeats(subscription: Held | null | undefined, catalogue: Catalogue, count: Headcount): boolean {
  const seats = seatsOf(subscription, catalogue);
  if (!subscription || !seats || subscription.status !== 'active' || !subscription.waiting) return false;
  const isAsked = planOf(catalogue, subscription.waiting.lines) === seats.plan;
  return isAsked && Math.max(seats.plan.seats.min, count.people) > seats.paid;
}

/** Whether as many seats are paid for as there are people: whatever was owed for some is paid, or they are gone. */
export function paysForAll(
  subscription: Held | null | undefined,
  catalogue: Catalogue,
  { people }: Headcount,
): boolean {
  const seats = seatsOf(subscription, catalogue);
  return seats !== null && seats.paid >= Math.max(seats.plan.seats.min, people);
}

/** The order of the plan that an account goes down to, for as many as have a place there. */
function downOf(plan: PlanVersion, catalogue: Catalogue, { descent, people }: Headcount): OrderLine[] | null {
  if (!descent || descent.isOff) return null;
  const to = catalogue.find((each) => each.plan === descent.plan && each.version === descent.version);
  return to && to !== plan ? orderOf(to, Math.min(people, to.seats.max ?? people)) : null;
}
