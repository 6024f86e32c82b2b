// What follows from how an account stands: its plan, whether it goes on, the day of its months.
import type { Catalogue, PlanVersion, Preset } from '../../plans/contract.ts';
import type { BilledAccount, BilledSubscription, BillingPicture, BillingState } from '../contract.ts';
import { planOf } from './orders.ts';

/** The free plan that follows a trial or a subscription of a catalogue, in its newest version; null where nothing does. */
export function freePlanOf(catalogue: Catalogue, head: { plan: string; trial: Preset['trial'] }): PlanVersion | null {
  const after = head.trial ? head.trial.after : [head.plan];
  const found = catalogue.filter(
    ({ plan, price, trialDays }) => after.includes(plan) && price.cents === 0 && trialDays === 0,
  );
  return found.sort((a, b) => b.version - a.version)[0] ?? null;
}

export const fallsToOf = (free: PlanVersion | null): BilledAccount['fallsTo'] => (free ? 'free' : 'nothing');

/** The plan that an account is put on; null leaves it where it is, as of accounts whose plan was agreed by hand. */
export function planToHold(
  state: BillingState,
  picture: BillingPicture | null,
  catalogue: Catalogue,
  { free, hadTrial }: { free: PlanVersion | null; hadTrial: boolean },
): PlanVersion | null {
  const subscription = picture?.subscription;
  const isBegun = subscription && !['incomplete', 'incomplete_expired'].includes(subscription.status);
  if (state.state === 'cancelled') return null;
  if (state.state === 'free') return isBegun || hadTrial ? free : null;
  return isBegun ? planOf(catalogue, subscription.items) : null;
}

/** Whether an account is deactivated: read and taken away, and nothing is written. */
export const stops = ({ state }: BillingState): boolean => state === 'suspended' || state === 'cancelled';

/**
 * The day from which an account's months count, as its provider counts them: from the end of its trial or from its beginning, which says
 * the 31st where a February says the 28th; where its periods were moved since, from the one that runs.
 */
export function anchorOf(subscription: BilledSubscription | null | undefined): Date | null {
  if (!subscription) return null;
  const { startedAt, trialEndsAt, periodStart } = subscription;
  const begun = trialEndsAt ?? startedAt;
  const lastDay = new Date(Date.UTC(periodStart.getUTCFullYear(), periodStart.getUTCMonth() + 1, 0)).getUTCDate();
  return Math.min(begun.getUTCDate(), lastDay) === periodStart.getUTCDate() ? begun : periodStart;
}
