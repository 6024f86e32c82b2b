// Pure decisions of billing: how an account stands, from what its provider says.
import type { BilledAccount, BilledInvoice, BilledSubscription, BillingPicture, BillingState } from './contract.ts';

export { actsOf, type OwnAct } from './rules/acts.ts';
export {
  assertKeep,
  type Choices,
  type Choosable,
  choosable,
  descentTo,
  type Keep,
  proposeKeep,
  roomOf,
  tooMuchFor,
} from './rules/descent.ts';
export { anchorOf, fallsToOf, freePlanOf, planToHold, stops } from './rules/follow.ts';
export { MONEY_BACK_DAYS, moneyBackFrom, moneyBackUntil } from './rules/money-back.ts';
export { type BillingNotice, type NoticeKind, noticesOf } from './rules/notices.ts';
export { EARLY, HOLD_MS, type OfferStanding, promotionFor, TEAM_PERCENT, takesOffers } from './rules/offers.ts';
export { orderOf, planNow, planOf, pricesToSell, upgradeTo } from './rules/orders.ts';
export { taxToPrint } from './rules/print-tax.ts';
export {
  countsFrom,
  REFERRAL_DAYS,
  type Reward,
  readCode,
  rewards,
  SHARE_PERCENT,
  WELCOME_PERCENT,
} from './rules/referrals.ts';
export {
  type Headcount,
  isSame,
  type OrderStep,
  orderStep,
  owesSeats,
  paysForAll,
  peopleOf,
  seatsOf,
  seatsToPay,
} from './rules/seats.ts';
export { REFUSED, type Refusable, refusable } from './rules/standing.ts';
export {
  asksVies,
  isInUnion,
  isSpanishId,
  isSpanishPostcode,
  readTaxId,
  type Taxed,
  taxOf,
  vatPrefixOf,
} from './rules/tax.ts';

const DAY = 86_400_000;
/** Days after the first refusal in which everything works. */
export const GRACE_DAYS = 7;
/** Days after those in which one reads and answers. */
export const RESTRICTED_DAYS = 7;

const after = (moment: Date, days: number): Date => new Date(moment.getTime() + days * DAY);
/** Days that have begun until then. */
const daysUntil = (moment: Date, now: Date): number => Math.max(0, Math.ceil((moment.getTime() - now.getTime()) / DAY));

/**
 * How an account stands. A renewal that is refused leaves seven days of grace, then seven to read and answer, then nothing but paying and
 * taking one's data; the days count from the first refusal, however often it is tried again, and whatever the provider calls it meanwhile.
 * The end of a span belongs to the next one. A subscription whose first payment never came is none.
 */
export function deriveBillingState(picture: BillingPicture | null, account: BilledAccount, now: Date): BillingState {
  const subscription = begun(picture?.subscription ?? null);
  if (!picture || !subscription) return withoutSubscription(account, now);
  switch (subscription.status) {
    case 'trialing': {
      const endsAt = subscription.trialEndsAt ?? subscription.periodEnd;
      return { state: 'trial', endsAt, daysLeft: daysUntil(endsAt, now), isOrdered: !subscription.isEnding };
    }
    case 'past_due':
    case 'unpaid':
      return owing(picture, subscription, now);
    case 'paused':
      return {
        ...{ state: 'restricted', because: 'noCard', since: subscription.trialEndsAt ?? subscription.periodStart },
        ...{ until: null, daysLeft: null, invoice: null },
      };
    case 'canceled':
      return ended(picture, subscription, account);
    default:
      if (account.seatsOwedSince) return owingSeats(picture, subscription, account.seatsOwedSince, now);
      return {
        state: 'active',
        renewsAt: subscription.isEnding ? null : subscription.periodEnd,
        endsAt: subscription.isEnding ? (subscription.endsAt ?? subscription.periodEnd) : null,
        recoveredAt: recoveredAt(picture, subscription),
      };
  }
}

function begun(subscription: BilledSubscription | null): BilledSubscription | null {
  const isNone = subscription?.status === 'incomplete' || subscription?.status === 'incomplete_expired';
  return isNone ? null : subscription;
}

function withoutSubscription({ trialEndsAt, fallsTo }: BilledAccount, now: Date): BillingState {
  if (trialEndsAt && trialEndsAt > now)
    return { state: 'trial', endsAt: trialEndsAt, daysLeft: daysUntil(trialEndsAt, now), isOrdered: false };
  if (fallsTo === 'free' || !trialEndsAt) return { state: 'free' };
  return { state: 'suspended', because: 'trialOver', since: trialEndsAt, invoice: null };
}

/** The oldest invoice of a subscription that its customer was asked for and did not pay; those of changes that wait are none. */
function oldestOwed(picture: BillingPicture, subscription: BilledSubscription): BilledInvoice | null {
  const owed = picture.invoices.filter(
    ({ status, attempts, reason, subscription: of }) =>
      of === subscription.id &&
      (status === 'open' || status === 'uncollectible') &&
      attempts > 0 &&
      !(subscription.waiting && reason === 'subscription_update'),
  );
  return owed.reduce<BilledInvoice | null>(
    (first, each) => (first && askedAt(first) <= askedAt(each) ? first : each),
    null,
  );
}

// a card is first asked when its invoice goes out
const askedAt = ({ finalizedAt, createdAt }: BilledInvoice): Date => finalizedAt ?? createdAt;

function owing(picture: BillingPicture, subscription: BilledSubscription, now: Date): BillingState {
  const owed = oldestOwed(picture, subscription);
  const since = owed ? askedAt(owed) : subscription.periodStart;
  const invoice = owed?.id ?? null;
  const graceEnds = after(since, GRACE_DAYS);
  const restrictedEnds = after(graceEnds, RESTRICTED_DAYS);
  if (now < graceEnds) return { state: 'grace', since, until: graceEnds, daysLeft: daysUntil(graceEnds, now), invoice };
  if (now < restrictedEnds)
    return {
      ...{ state: 'restricted', because: 'unpaid', since: graceEnds, until: restrictedEnds },
      ...{ daysLeft: daysUntil(restrictedEnds, now), invoice },
    };
  return { state: 'suspended', because: 'unpaid', since: restrictedEnds, invoice };
}

/** The plan is paid and people came for whom the card does not pay: after the days of grace nothing more is added. It never ends what is paid. */
function owingSeats(picture: BillingPicture, { id }: BilledSubscription, since: Date, now: Date): BillingState {
  const asked = picture.invoices.find(
    ({ subscription, status, reason, attempts }) =>
      subscription === id && status === 'open' && reason === 'subscription_update' && attempts > 0,
  );
  const what = { because: 'seats' as const, invoice: asked?.id ?? null };
  const until = after(since, GRACE_DAYS);
  if (now < until) return { state: 'grace', since, until, daysLeft: daysUntil(until, now), ...what };
  return { state: 'restricted', since: until, until: null, daysLeft: null, ...what };
}

function ended(picture: BillingPicture, subscription: BilledSubscription, { fallsTo }: BilledAccount): BillingState {
  if (fallsTo === 'free') return { state: 'free' };
  const since = subscription.endedAt ?? subscription.periodEnd;
  if (subscription.endedBecause !== 'payment_failed') return { state: 'cancelled', since };
  return { state: 'suspended', because: 'unpaid', since, invoice: oldestOwed(picture, subscription)?.id ?? null };
}

function recoveredAt(picture: BillingPicture, subscription: BilledSubscription): Date | null {
  const last = picture.invoices.find(
    ({ reason, subscription: of, status }) =>
      of === subscription.id && reason === 'subscription_cycle' && status === 'paid',
  );
  return last && last.attempts > 1 ? last.paidAt : null;
}
