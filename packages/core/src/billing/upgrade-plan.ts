import { z } from 'zod';
import { billingEvents, type Change } from './contract.ts';
import { orderNow } from './order-now.ts';
import { upgradeTo } from './rules.ts';
import { dropDescent, paid, sellingVerb } from './store.ts';

/**
 * Goes up to a plan now, for what its preview of the same `at` said; nothing changes before it is paid. Throws plans.unknownPlan,
 * changedMeanwhile.
 */
export const upgradePlan = sellingVerb({
  input: z.object({ plan: z.string().min(1).max(40), at: z.iso.datetime(), request: z.uuid() }),
  async run(work, { plan, at, request }): Promise<Change> {
    const { ctx, facts, record, look } = work;
    paid(facts);
    const lines = upgradeTo(facts, plan);
    await record(billingEvents.planChanged, { plan });
    const change = await orderNow(work, { lines, at, dropsDescent: true }, request);
    // in case nothing was under way that took it along
    await dropDescent(ctx);
    await look();
    return change;
  },
});
