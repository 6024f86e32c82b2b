// The pure door of plans: what follows from the catalogue.
import {
  type Catalogue,
  type Entitlements,
  type FeatureName,
  type LimitName,
  type OfferedTo,
  type PlanVersion,
  planErrors,
  type TeamOffer,
} from './contract.ts';

export {
  type Cell,
  type ComparisonRow,
  comingRows,
  comparePlans,
  crmOf,
  type Fate,
  type GoingDown,
  type Use,
  whatHappensIfIGoDown,
} from './rules/compare.ts';
export { offeredOf, presetOf, readCatalogue, readPreset, stripeKeyOf, stripeProductOf } from './rules/read.ts';

/** What an account on a version of a plan is entitled to. Old subscribers keep theirs; throws plans.unknownPlan. */
export function resolveEntitlements(catalogue: Catalogue, account: { plan: string; version: number }): Entitlements {
  const found = catalogue.find((each) => each.plan === account.plan && each.version === account.version);
  if (!found) throw planErrors.unknownPlan({ plan: account.plan, version: account.version });
  return {
    plan: found.plan,
    version: found.version,
    name: found.name,
    sessionsPerPerson: found.sessions.perPerson,
    seats: found.seats,
    limits: found.limits,
    features: new Set(found.features),
    next: found.next,
  };
}

/** What stands in the way of so many more of something, as the database says it in the transaction of the act. */
export type Lacks = {
  name: LimitName | 'seats';
  limit: number;
  used: number;
  /** The first plan on the way up that has room. */
  plan: string | null;
  planName: { es: string; en: string } | null;
};

/** The refusal of one too many: it names the limit, the use and the plan that lifts it. */
export const refusal = (lacks: Lacks) => planErrors.limitReached({ ...lacks });

/** Throws plans.limitReached where `guard.take_room` found none. */
export function assertRoom(lacks: Lacks | null | undefined): void {
  if (lacks) throw refusal(lacks);
}

/** Throws plans.notInPlan, naming the feature and the plan that has it, where `guard.lacks_feature` found that this one has not. */
export function assertFeature(lacks: { feature: FeatureName } | null | undefined): void {
  if (lacks) throw planErrors.notInPlan({ ...lacks });
}

/** Throws plans.paused where `guard.refuses` says that an account which owes does not do something now. */
export function assertStanding(refused: { act: string; isOwner: boolean } | null | undefined): void {
  if (refused) throw planErrors.paused({ act: refused.act, isOwner: refused.isOwner ? 'yes' : 'no' });
}

/** Whether a plan includes something. */
export const hasFeature = (entitlements: Entitlements, feature: FeatureName): boolean =>
  entitlements.features.has(feature);

/** How many sessions a person may have who belongs to several accounts: the most that any of them allows. */
export const sessionLimitOf = (of: readonly Pick<Entitlements, 'sessionsPerPerson'>[]): number =>
  Math.min(32, Math.max(1, ...of.map((each) => each.sessionsPerPerson)));

/**
 * What to offer to several people who share one login, in its newest version: to a business the plan that is sold by the seat and costs least
 * for the fewest people it takes; to an agency the cheapest in which people cost nothing more and clients come in by links, if there is one.
 * Null when the catalogue has neither.
 */
export function offerForSeveral(catalogue: Catalogue, to: OfferedTo = 'business'): TeamOffer | null {
  const newest = catalogue.filter(
    (each) => !catalogue.some((other) => other.plan === each.plan && other.version > each.version),
  );
  const cheapest = (offers: TeamOffer[]) => offers.sort((a, b) => a.fromCents - b.fromCents)[0] ?? null;
  const whole = newest.filter(({ seats, features }) => seats.max === null && features.includes('accessLinks'));
  const forAgency = to === 'agency' ? cheapest(whole.flatMap(offerOf)) : null;
  const bySeat = newest.filter(({ seats }) => seats.extraCents !== null && (seats.max === null || seats.max >= 2));
  return forAgency ?? cheapest(bySeat.flatMap(offerOf));
}

/** What so many people pay together for a plan, before tax, and never for fewer than it takes; null when that is said on quotation. */
export function centsFor({ price, seats }: Pick<PlanVersion, 'price' | 'seats'>, people: number): number | null {
  if (price.cents === null) return null;
  const further = seats.included === null ? 0 : Math.max(0, Math.max(people, seats.min) - seats.included);
  return price.cents + further * (seats.extraCents ?? 0);
}

/** What the fewest people that a plan takes pay together. */
export const leastCentsOf = (plan: Pick<PlanVersion, 'price' | 'seats'>): number | null =>
  centsFor(plan, plan.seats.min);

function offerOf(of: PlanVersion): TeamOffer[] {
  const { plan, name, price, seats, sessions } = of;
  const fromCents = leastCentsOf(of);
  if (price.cents === null || fromCents === null) return [];
  return [
    {
      ...{ plan, name, currency: price.currency, interval: price.interval, baseCents: price.cents },
      ...{ seatCents: seats.extraCents, includedSeats: seats.included, minSeats: seats.min, maxSeats: seats.max },
      fromCents,
      sessionsPerPerson: sessions.perPerson,
    },
  ];
}
