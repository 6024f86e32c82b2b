import { z } from 'zod';
import { billingEvents } from './contract.ts';
import { dropDescent, sellingVerb } from './store.ts';

/** Takes back that the account goes down a plan, while it has not happened. */
export const callOffDescent = sellingVerb({
  input: z.object({}),
  async run({ ctx, record }): Promise<{ ok: true }> {
    await record(billingEvents.descentCalledOff, {});
    await dropDescent(ctx);
    return { ok: true };
  },
});
