import { z } from 'zod';
import type { Preview } from './contract.ts';
import { seatsToBuy, sellingVerb } from './store.ts';

/** What more seats cost now; the same `at` costs the same when they are bought. Throws billing.seatsFull, billing.seatsTaken. */
export const previewSeats = sellingVerb({
  input: z.object({ seats: z.int().min(1).max(10_000) }),
  async run({ ctx, till: { provider }, facts }, { seats }): Promise<Preview> {
    const { subscription, lines } = seatsToBuy(facts, seats);
    const at = new Date(Math.floor(ctx.clock.now().getTime() / 1000) * 1000);
    return await provider.preview({ subscription, lines, at });
  },
});
