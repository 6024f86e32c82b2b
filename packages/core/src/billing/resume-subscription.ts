import { z } from 'zod';
import { billingEvents } from './contract.ts';
import { living, sellingVerb } from './store.ts';

/** Takes back that the subscription ends. */
export const resumeSubscription = sellingVerb({
  input: z.object({ request: z.uuid() }),
  async run({ till: { provider }, facts, record, look }, { request }): Promise<{ ok: true }> {
    const { id: subscription } = living(facts);
    await record(billingEvents.subscriptionResumed, {});
    await provider.resume({ subscription }, request);
    await look();
    return { ok: true };
  },
});
