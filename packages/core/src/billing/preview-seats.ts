import { z } from 'zod';
import type { Preview } from './contract.ts';
import { priceOf, seatsToBuy, sellingVerb } from './store.ts';

/** What more seats cost now; the same `at` costs the same when they are bought. Throws billing.seatsFull, billing.seatsTaken. */
export const previewSeats = sellingVerb({
  input: z.object({ seats: z.int().min(1).max(10_000) }),
  run: (work, { seats }): Promise<Preview> => priceOf(work, seatsToBuy(work.facts, seats).lines),
});
