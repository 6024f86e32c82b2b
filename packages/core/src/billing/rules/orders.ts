// What a plan is at whoever takes the money: prices by key, and how many of each.
import { type Catalogue, type PlanVersion, type PresetName, planErrors } from '../../plans/contract.ts';
import { offeredOf, readCatalogue, stripeKeyOf, stripeProductOf } from '../../plans/rules.ts';
import type { OrderLine, PriceToSell } from '../contract.ts';

/** By what the price of each person beyond those that a plan includes is found. */
export const seatKeyOf = (plan: PlanVersion): string => `${stripeKeyOf(plan)}_seat`;

/** The prices of what is sold: one for each plan that costs something, and one for each person beyond those it includes. */
export function pricesToSell(plans: Catalogue): PriceToSell[] {
  return plans.flatMap((plan) => {
    const { cents, currency, interval } = plan.price;
    if (!cents) return [];
    const name = plan.name.es;
    const base = { ...{ key: stripeKeyOf(plan), product: stripeProductOf(plan), name }, cents, currency, interval };
    if (plan.seats.extraCents === null) return [base];
    const seat = { ...base, key: seatKeyOf(plan), product: `${base.product}_seat`, name: `${name}: persona adicional` };
    return [base, { ...seat, cents: plan.seats.extraCents }];
  });
}

/** What so many people order of a plan; never fewer than it takes. Null for a plan that is not bought. */
export function orderOf(plan: PlanVersion, people: number): OrderLine[] | null {
  if (!plan.price.cents) return null;
  const { included, min, extraCents } = plan.seats;
  const further = included === null ? 0 : Math.max(0, Math.max(people, min) - included);
  const base = { priceKey: stripeKeyOf(plan), quantity: 1 };
  return extraCents !== null && further > 0 ? [base, { priceKey: seatKeyOf(plan), quantity: further }] : [base];
}

/** The version of a plan that an order is of; null for what no catalogue has. */
export const planOf = (catalogue: Catalogue, lines: readonly OrderLine[]): PlanVersion | null =>
  catalogue.find((plan) => lines.some(({ priceKey }) => priceKey === stripeKeyOf(plan))) ?? null;

/** The plan that a subscription is of, with its version, in one word. */
export const planNow = (of: { items: OrderLine[] } | null | undefined, catalogue: Catalogue): string | undefined => {
  const plan = of ? planOf(catalogue, of.items) : null;
  return plan ? `${plan.plan}:${plan.version}` : undefined;
};

/**
 * What an account orders to go up to a plan: one that is sold and costs more than its own. Throws plans.unknownPlan
 * for every other. Whoever comes back with it is paid for too.
 */
export function upgradeTo(
  of: {
    plan: string;
    version: number;
    billed: number;
    frozen: number;
    versions: unknown[];
    head: { preset: PresetName };
  },
  plan: string,
): OrderLine[] {
  const catalogue = readCatalogue(of.versions);
  const mine = catalogue.find((each) => each.plan === of.plan && each.version === of.version);
  const wanted = offeredOf(catalogue, of.head.preset).find((each) => each.plan === plan);
  const lines =
    wanted && (wanted.price.cents ?? 0) > (mine?.price.cents ?? 0)
      ? orderOf(wanted, Math.min(of.billed + of.frozen, wanted.seats.max ?? Number.POSITIVE_INFINITY))
      : null;
  if (!lines) throw planErrors.unknownPlan({ plan });
  return lines;
}
