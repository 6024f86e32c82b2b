import { z } from 'zod';
import type { Preview } from './contract.ts';
import { upgradeTo } from './rules.ts';
import { paid, priceOf, sellingVerb } from './store.ts';

/** What going up to a plan costs now; the same `at` costs the same when it is done. Throws plans.unknownPlan for what is not above. */
export const previewUpgrade = sellingVerb({
  input: z.object({ plan: z.string().min(1).max(40) }),
  async run(work, { plan }): Promise<Preview> {
    paid(work.facts);
    return await priceOf(work, upgradeTo(work.facts, plan));
  },
});
