import { z } from 'zod';
import type { Ctx, Verb } from '../kernel/index.ts';
import type { Catalogue } from '../plans/contract.ts';
import { readCatalogue } from '../plans/rules.ts';
import type { BilledSubscription, BillingPicture, BillingState } from './contract.ts';
import { actsOf, deriveBillingState, fallsToOf, freePlanOf, type OwnAct, seatsOf, seatsToPay } from './rules.ts';
import { type OwnFacts, ownFacts } from './store.ts';

type OwnBilling = {
  state: BillingState;
  /** What is bought and lives. */
  subscription: (Pick<BilledSubscription, 'periodEnd' | 'isEnding' | 'endsAt'> & { waitingUrl: string | null }) | null;
  /** What its owner can do about it. */
  acts: OwnAct[];
  card: BillingPicture['card'];
  /** Where an open invoice is paid. */
  payUrl: string | null;
  invoices: Pick<
    BillingPicture['invoices'][number],
    'id' | 'number' | 'status' | 'createdAt' | 'currency' | 'totalCents' | 'creditedCents' | 'url' | 'document'
  >[];
  /** Places that are taken, and those who are paid for. */
  people: number;
  billed: number;
  /** Where people cost something; null on other plans, and where nothing is bought. */
  seats: {
    /** How many people are paid for in this period, and how many from the next one on. */
    paid: number;
    toPay: number;
    used: number;
    invited: number;
    /** The fewest that may be paid for. */
    least: number;
    max: number | null;
    /** Whether more or fewer can be had now: what is owed or waits for its money is not changed. */
    isOpen: boolean;
  } | null;
};

const read = async (ctx: Ctx): Promise<OwnBilling> => {
  const facts = await ownFacts(ctx, {});
  const { picture, trialEndsAt, seatsOwedSince, versions, head, people, billed } = facts;
  const catalogue = readCatalogue(versions);
  const fallsTo = fallsToOf(freePlanOf(catalogue, head));
  const state = deriveBillingState(picture, { trialEndsAt, seatsOwedSince, fallsTo }, ctx.clock.now());
  const found = picture?.subscription ?? null;
  const lives = found && !['canceled', 'incomplete', 'incomplete_expired'].includes(found.status);
  const invoices = picture?.invoices ?? [];
  const open = invoices.find(({ status, attempts }) => status === 'open' && attempts > 0)?.url ?? null;
  return {
    state,
    subscription: lives
      ? {
          ...{ periodEnd: found.periodEnd, isEnding: found.isEnding, endsAt: found.endsAt },
          waitingUrl: found.waiting ? open : null,
        }
      : null,
    acts: actsOf(state, {
      subscription: lives ? found : null,
      isOpen: open !== null,
      isKnown: facts.customer !== null,
    }),
    ...{ card: picture?.card ?? null, payUrl: open, people, billed },
    seats: lives ? ownSeats(found, catalogue, facts) : null,
    invoices: invoices
      .filter(({ status }) => status !== 'draft')
      .map(({ id, number, status, createdAt, currency, totalCents, creditedCents, url, document }) => ({
        ...{ id, number, status, createdAt, currency, totalCents, creditedCents, url, document },
      })),
  };
};

function ownSeats(of: BilledSubscription, catalogue: Catalogue, facts: OwnFacts): OwnBilling['seats'] {
  const has = seatsOf(of, catalogue);
  if (!has) return null;
  const { plan, paid } = has;
  const { billed: used, invited, kept } = facts;
  return {
    ...{ paid, toPay: seatsToPay(plan, paid, { people: used, kept }), used, invited },
    ...{ least: Math.max(plan.seats.min, used), max: plan.seats.max },
    isOpen: ['active', 'trialing'].includes(of.status) && !of.waiting && !of.isEnding,
  };
}

const input = z.object({});
/** How the account is billed, as its owner sees it. */
export const readBilling: Verb<typeof input, OwnBilling> = Object.assign((ctx: Ctx) => read(ctx), {
  ...{ input, needs: 'workspace.delete' as const, kind: 'query' as const },
});
