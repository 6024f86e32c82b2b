import { z } from 'zod';
import type { Ctx, Verb } from '../kernel/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import type { BilledSubscription, BillingPicture, BillingState } from './contract.ts';
import { deriveBillingState, fallsToOf, freePlanOf } from './rules.ts';
import { ownFacts } from './store.ts';

type OwnBilling = {
  state: BillingState;
  /** What is bought and lives. */
  subscription: (Pick<BilledSubscription, 'periodEnd' | 'isEnding' | 'endsAt'> & { waitingUrl: string | null }) | null;
  card: BillingPicture['card'];
  /** Where an open invoice is paid. */
  payUrl: string | null;
  invoices: Pick<
    BillingPicture['invoices'][number],
    'id' | 'number' | 'status' | 'createdAt' | 'currency' | 'totalCents' | 'creditedCents' | 'url' | 'document'
  >[];
  people: number;
};

const read = async (ctx: Ctx): Promise<OwnBilling> => {
  const { picture, trialEndsAt, versions, head, people } = await ownFacts(ctx, {});
  const fallsTo = fallsToOf(freePlanOf(readCatalogue(versions), head));
  const state = deriveBillingState(picture, { trialEndsAt, fallsTo }, ctx.clock.now());
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
    ...{ card: picture?.card ?? null, payUrl: open, people },
    invoices: invoices
      .filter(({ status }) => status !== 'draft')
      .map(({ id, number, status, createdAt, currency, totalCents, creditedCents, url, document }) => ({
        ...{ id, number, status, createdAt, currency, totalCents, creditedCents, url, document },
      })),
  };
};

const input = z.object({});
/** How the account is billed, as its owner sees it. */
export const readBilling: Verb<typeof input, OwnBilling> = Object.assign((ctx: Ctx) => read(ctx), {
  ...{ input, needs: 'workspace.delete' as const, kind: 'query' as const },
});
