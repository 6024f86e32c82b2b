import { z } from 'zod';
import type { Ctx } from '../kernel/index.ts';
import { type PlanVersion, type PresetName, planErrors } from '../plans/contract.ts';
import { offeredOf, readCatalogue } from '../plans/rules.ts';
import { billingErrors, billingEvents, KeepInput } from './contract.ts';
import { listChoices } from './list-choices.ts';
import { readMoneyBack } from './read-money-back.ts';
import { readTaxDetails } from './read-tax-details.ts';
import {
  assertKeep,
  HOLD_MS,
  type Keep,
  type OfferStanding,
  orderOf,
  promotionFor,
  takesOffers,
  taxToPrint,
  tooMuchFor,
} from './rules.ts';
import { chooseDescent, dropDescent, keepCustomer, noteTaxWritten, type Selling, sellingVerb } from './store.ts';

/**
 * Opens the till for a plan, for the people there are. What is left of a trial is kept. Throws plans.unknownPlan for what is not sold,
 * billing.alreadySubscribed, billing.moneyBackUnderWay, and billing.keepNeeded where the plan has no room for everything and `keep` does not say
 * what stays.
 */
export const startCheckout = sellingVerb({
  input: z.object({ plan: z.string().min(1).max(40), request: z.uuid(), keep: KeepInput.optional() }),
  async run(work, { plan, request, keep }): Promise<{ url: string }> {
    const { ctx, door, facts, record } = work;
    const { provider, publicUrl } = work.till;
    const offered = offeredOf(readCatalogue(facts.versions), facts.head.preset);
    const wanted = offered.find((each) => each.plan === plan);
    const lines = wanted && orderOf(wanted, Math.min(facts.billed, wanted.seats.max ?? facts.billed));
    if (!wanted || !lines) throw planErrors.unknownPlan({ plan });
    // what is being given back would take what is bought now along
    const { asked } = await readMoneyBack(ctx, {});
    if (asked && !asked.doneAt) throw billingErrors.moneyBackUnderWay();
    const stays = await whatStays(work, wanted, keep);
    await record(billingEvents.tillOpened, { plan });
    const promotion = promotionFor(facts.head.preset, wanted, await holdOffer(ctx, door, wanted, facts.head.preset));
    const language = ctx.locale === 'en' ? 'en' : 'es';
    const { accountId: account, customer: known, email, name, trialEndsAt } = facts;
    const customer = await provider.ensureCustomer({ account, known, email, name, language }, request);
    if (customer !== known) await keepCustomer(ctx, customer);
    const { details, standing, revision } = await readTaxDetails(ctx, {});
    if (details) {
      await provider.writeTax({ customer, tax: taxToPrint(details, standing) }, request);
      await noteTaxWritten(ctx, revision, standing);
    }
    const { url } = await provider.checkout(
      {
        ...{ account, customer, lines, promotion, trialEndsAt, hasTax: details !== null, language },
        successUrl: `${publicUrl}/settings/plan?paid=1`,
        cancelUrl: `${publicUrl}/settings/plan`,
      },
      request,
    );
    // once there is a till: whoever has bought already changes nothing by coming here
    if (stays) await chooseDescent(ctx, wanted, stays);
    else await dropDescent(ctx);
    return { url };
  },
});

/** What stays of what the plan has no room for, for the moment in which it is bought; null where it has room for everything. */
async function whatStays({ ctx, facts }: Selling, wanted: PlanVersion, keep: Keep | undefined): Promise<Keep | null> {
  const { choices } = await listChoices(ctx, {});
  if (tooMuchFor(wanted, choices).length === 0) return null;
  if (!keep) throw billingErrors.keepNeeded({ plan: wanted.plan });
  assertKeep(wanted, choices, keep, facts.personId);
  return keep;
}

/** Holds a place among the first accounts, where the plan has such an offer and there is one. */
async function holdOffer(
  ctx: Ctx,
  door: Selling['door'],
  plan: PlanVersion,
  preset: PresetName,
): Promise<OfferStanding> {
  if (!takesOffers(preset, plan)) return { hasPaid: false, isHeld: false };
  const now = ctx.clock.now();
  const until = new Date(now.getTime() + HOLD_MS);
  const [row] = await ctx.db`
    select guard.hold_early_place(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${now}, ${until}) standing`;
  return (row as { standing: OfferStanding }).standing;
}
