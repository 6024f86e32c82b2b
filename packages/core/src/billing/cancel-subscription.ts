import { z } from 'zod';
import { billingEvents } from './contract.ts';
import { dropDescent, living, sellingVerb } from './store.ts';

/** Ends the subscription with the period that is paid; until then it can be taken back. */
export const cancelSubscription = sellingVerb({
  input: z.object({ request: z.uuid() }),
  async run({ ctx, till: { provider }, facts, record, look }, { request }): Promise<{ ok: true }> {
    const { id: subscription } = living(facts);
    await record(billingEvents.subscriptionCancelled, {});
    await provider.cancel({ subscription, when: 'periodEnd' }, request);
    await dropDescent(ctx);
    await look();
    return { ok: true };
  },
});
