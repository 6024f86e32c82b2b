import { sealMail } from '../identity/index.ts';
import { type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { PlanVersion, Preset } from '../plans/contract.ts';
import { readCatalogue } from '../plans/rules.ts';
import type { BillingProvider, BillingState } from './contract.ts';
import {
  anchorOf,
  deriveBillingState,
  fallsToOf,
  freePlanOf,
  type Headcount,
  noticesOf,
  orderStep,
  paysForAll,
  planToHold,
  stops,
} from './rules.ts';

type Facts = Headcount & {
  at: string;
  accountId: string;
  customer: string | null;
  trialEndsAt: string | null;
  seatsOwedSince: string | null;
  name: string;
  versions: unknown[];
  head: { plan: string; trial: Preset['trial'] };
};

type Synced =
  | { outcome: 'unknown' }
  | {
      outcome: 'older' | 'written';
      accountId: string;
      state: BillingState;
      told: number;
      drifted: boolean;
      orderIsDue: boolean;
    };

/**
 * Reads how an account stands with its provider, and does what follows, in one transaction: its plan with the sessions that it allows, its
 * end or its return, mails to its owners. Safe to call whenever, however often and by many at once: nothing is taken from an event, of two
 * readings the one that was begun later holds, and each cause is told once. `unasked` is of a look that nothing called for: what it finds
 * changed is drift. A customer of whom nothing is known here is somebody else's. `orderIsDue`: the provider is to be asked for something.
 */
export async function syncBilling(
  ctx: Pick<Ctx, 'db' | 'keyring' | 'clock' | 'log' | 'ports'>,
  provider: Pick<BillingProvider, 'fetchState'>,
  of: { customer: string } | { accountId: string },
  { unasked = false }: { unasked?: boolean } = {},
): Promise<Synced> {
  const asked = { accountId: null, customer: null, ...of };
  return await translated(async () => {
    const [known] = await ctx.db`select guard.billing_facts(${asked.accountId}, ${asked.customer}) facts`;
    const facts = known?.facts as Facts | null;
    if (!facts) return { outcome: 'unknown' };
    const picture = facts.customer ? await provider.fetchState(facts.customer) : null;
    const catalogue = readCatalogue(facts.versions);
    const free = freePlanOf(catalogue, facts.head);
    const trialEndsAt = facts.trialEndsAt ? new Date(facts.trialEndsAt) : null;
    // what was owed is paid as soon as the provider says so, and not when somebody next counts
    const isPaidUp = facts.seatsOwedSince !== null && paysForAll(picture?.subscription, catalogue, facts);
    const seatsOwedSince = facts.seatsOwedSince && !isPaidUp ? new Date(facts.seatsOwedSince) : null;
    const account = { trialEndsAt, seatsOwedSince, fallsTo: fallsToOf(free) };
    const state = deriveBillingState(picture, account, ctx.clock.now());
    const plan: PlanVersion | null = planToHold(state, picture, catalogue, { free, hadTrial: trialEndsAt !== null });
    if (picture && picture.strays.length > 0)
      ctx.log.error(
        { accountId: facts.accountId, strays: picture.strays },
        'an account has more than one subscription',
      );
    const seal = (params: Record<string, string>) =>
      sealMail(ctx, { name: '', workspace: facts.name, ...params }).toString('base64');
    const notices = noticesOf(facts.accountId, picture, state, account).map(({ kind, subject, params, after }) => ({
      ...{ kind, subject, template: kind, ...(after && { after }) },
      sealed: seal(params),
    }));
    // told where the plan that is set now has no room for something
    const frozen = plan && {
      ...{ kind: 'plan-frozen', template: 'plan-frozen', subject: `${facts.accountId}:${facts.at}`, fitted: true },
      sealed: seal({ 'plan-es': plan.name.es, 'plan-en': plan.name.en }),
    };
    const { readAt: _, ...kept } = picture ?? { readAt: null };
    const [row] = await ctx.db`
      select guard.settle_billing(${facts.accountId}, ${facts.customer}, ${facts.at}::timestamptz, ${picture && storableJson(kept)}::text::jsonb,
        ${storableJson(state)}::text::jsonb, ${anchorOf(picture?.subscription)}, ${plan?.plan ?? null}, ${plan?.version ?? null}, ${stops(state)},
        ${storableJson(frozen ? [...notices, frozen] : notices)}::text::jsonb, ${unasked}) answer`;
    const { written, told, drifted } = (row as { answer: { written: boolean; told: number; drifted: boolean } }).answer;
    const orderIsDue = isPaidUp || orderStep(picture?.subscription, catalogue, facts).do !== 'nothing';
    if (told > 0 || written) ctx.ports.hints.emitted();
    return { outcome: written ? 'written' : 'older', accountId: facts.accountId, state, told, drifted, orderIsDue };
  });
}
