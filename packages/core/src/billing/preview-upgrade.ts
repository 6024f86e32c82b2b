import { z } from 'zod';
import type { Preview } from './contract.ts';
import { upgradeTo } from './rules.ts';
import { paid, sellingVerb } from './store.ts';

/** What going up to a plan costs now; the same `at` costs the same when it is done. Throws plans.unknownPlan for what is not above. */
export const previewUpgrade = sellingVerb({
  input: z.object({ plan: z.string().min(1).max(40) }),
  async run({ ctx, till: { provider }, facts }, { plan }): Promise<Preview> {
    const { id: subscription } = paid(facts);
    const at = new Date(Math.floor(ctx.clock.now().getTime() / 1000) * 1000);
    return await provider.preview({ subscription, lines: upgradeTo(facts, plan), at });
  },
});
