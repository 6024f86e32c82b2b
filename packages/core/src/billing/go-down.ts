import { z } from 'zod';
import { billingErrors, billingEvents, type Change, KeepInput } from './contract.ts';
import { listChoices } from './list-choices.ts';
import { assertKeep, descentTo } from './rules.ts';
import { chooseDescent, living, sellingVerb } from './store.ts';

/**
 * Goes down to a plan with the next period, or at once while it is tried: what is kept stays as it is, the rest is frozen at that moment and
 * nothing is deleted. Until then it can be taken back, or chosen otherwise. Throws plans.unknownPlan, billing.keepWrong, billing.isEnding.
 */
export const goDown = sellingVerb({
  input: z.object({
    plan: z.string().min(1).max(40),
    keep: KeepInput,
  }),
  async run({ ctx, facts, record }, { plan, keep }): Promise<Change> {
    const subscription = living(facts);
    if (subscription.isEnding) throw billingErrors.isEnding();
    if (!['active', 'trialing'].includes(subscription.status)) throw billingErrors.notFound();
    const wanted = descentTo(facts, plan);
    const { choices } = await listChoices(ctx, {});
    assertKeep(wanted, choices, keep, facts.personId);
    await record(billingEvents.descentChosen, { plan });
    await chooseDescent(ctx, wanted, keep);
    return subscription.status === 'trialing'
      ? { kind: 'done', invoice: null }
      : { kind: 'planned', at: subscription.periodEnd };
  },
});
