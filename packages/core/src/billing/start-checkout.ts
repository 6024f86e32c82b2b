import { z } from 'zod';
import { planErrors } from '../plans/contract.ts';
import { offeredOf, readCatalogue } from '../plans/rules.ts';
import { billingEvents } from './contract.ts';
import { readTaxDetails } from './read-tax-details.ts';
import { orderOf, taxToPrint } from './rules.ts';
import { keepCustomer, sellingVerb } from './store.ts';

/**
 * Opens the till for a plan, for the people there are. What is left of a trial is kept. Throws plans.unknownPlan for what is not sold,
 * billing.alreadySubscribed.
 */
export const startCheckout = sellingVerb({
  input: z.object({ plan: z.string().min(1).max(40), request: z.uuid() }),
  async run({ ctx, till: { provider, publicUrl }, facts, record }, { plan, request }): Promise<{ url: string }> {
    const offered = offeredOf(readCatalogue(facts.versions), facts.head.preset);
    const wanted = offered.find((each) => each.plan === plan);
    const lines = wanted && orderOf(wanted, facts.billed);
    if (!lines) throw planErrors.unknownPlan({ plan });
    await record(billingEvents.tillOpened, { plan });
    const language = ctx.locale === 'en' ? 'en' : 'es';
    const { accountId: account, customer: known, email, name, trialEndsAt } = facts;
    const customer = await provider.ensureCustomer({ account, known, email, name, language }, request);
    if (customer !== known) await keepCustomer(ctx, customer);
    const { details, standing } = await readTaxDetails(ctx, {});
    if (details) await provider.writeTax({ customer, tax: taxToPrint(details, standing) }, request);
    const { url } = await provider.checkout(
      {
        ...{ account, customer, lines, promotion: { kind: 'typed' }, trialEndsAt, hasTax: details !== null, language },
        successUrl: `${publicUrl}/settings/plan?paid=1`,
        cancelUrl: `${publicUrl}/settings/plan`,
      },
      request,
    );
    return { url };
  },
});
