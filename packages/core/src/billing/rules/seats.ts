// Seats that follow the people: what is ordered of the provider beside what it has.
import type { Catalogue, PlanVersion } from '../../plans/contract.ts';
import type { BilledSubscription, OrderLine } from '../contract.ts';
import { orderOf, planOf, seatKeyOf } from './orders.ts';

/** Who is there to be paid for: people who get in, and how many the owner pays for however few there are. */
export type Headcount = { people: number; kept: number | null };

/** What to ask of the provider so that it has what it is to have. */
export type OrderStep =
  | { do: 'nothing' }
  /** More at once, for their share of the period. */
  | { do: 'now'; lines: OrderLine[] }
  /** Less with the next period; nothing is given back. */
  | { do: 'plan'; lines: OrderLine[] }
  /** Nothing changes with the next period any more. */
  | { do: 'unplan' };

type Held = Pick<BilledSubscription, 'status' | 'items' | 'isEnding' | 'waiting' | 'planned'>;

/** How many people an order pays for on a plan: those that the plan includes and those beyond. */
export function peopleOf(plan: PlanVersion, lines: readonly OrderLine[]): number {
  const further = lines.find(({ priceKey }) => priceKey === seatKeyOf(plan))?.quantity ?? 0;
  return Math.max(plan.seats.min, (plan.seats.included ?? 0) + further);
}

/** For how many people an account pays from the next period on: never fewer than its plan takes, than there are, or than the owner keeps. */
export const seatsToPay = ({ seats }: PlanVersion, paid: number, { people, kept }: Headcount): number =>
  // what was bought ahead and never paid for was not bought
  Math.max(seats.min, people, Math.min(kept ?? 0, paid));

const isSame = (a: readonly OrderLine[], b: readonly OrderLine[]): boolean =>
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
 * What follows from how many there are: more are paid for at once, fewer from the next period on, and while something is tried both at once,
 * for nothing was paid yet. What is owed, stands still or waits to become another plan is left alone, as is what ends; a change that waits
 * for its money is not asked for again.
 */
export function orderStep(subscription: Held | null | undefined, catalogue: Catalogue, count: Headcount): OrderStep {
  const seats = seatsOf(subscription, catalogue);
  if (!subscription || !seats || !['active', 'trialing'].includes(subscription.status)) return { do: 'nothing' };
  const { plan, paid } = seats;
  const { waiting, planned, isEnding, status } = subscription;
  const toPay = seatsToPay(plan, paid, count);
  const lines = orderOf(plan, toPay) as OrderLine[];
  if (toPay > paid || (status === 'trialing' && toPay < paid)) {
    const isAsked = waiting && (planOf(catalogue, waiting.lines) !== plan || isSame(waiting.lines, lines));
    return isAsked ? { do: 'nothing' } : { do: 'now', lines };
  }
  // another plan that was arranged for the next period is not ours to take off
  if (isEnding || (planned && planOf(catalogue, planned.lines) !== plan)) return { do: 'nothing' };
  if (toPay === paid) return planned ? { do: 'unplan' } : { do: 'nothing' };
  return planned && isSame(planned.lines, lines) ? { do: 'nothing' } : { do: 'plan', lines };
}
