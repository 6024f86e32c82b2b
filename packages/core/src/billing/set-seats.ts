import { z } from 'zod';
import { billingEvents, type Change } from './contract.ts';
import { orderNow } from './order-now.ts';
import { keepSeats, seatsToBuy, sellingVerb } from './store.ts';

/**
 * How many seats an owner pays for, however few people there are. More are bought at once, for what their preview of the same `at` said; fewer
 * hold from the next period on, and nothing is given back. Throws billing.seatsFull, billing.seatsTaken, billing.changedMeanwhile, billing.notFound where none are sold.
 */
export const setSeats = sellingVerb({
  input: z.object({ seats: z.int().min(1).max(10_000), at: z.iso.datetime(), request: z.uuid() }),
  async run(work, { seats, at, request }): Promise<Change> {
    const { ctx, facts, record, look } = work;
    const { lines, isMore, periodEnd } = seatsToBuy(facts, seats);
    await record(billingEvents.seatsKept, { seats });
    if (!isMore) {
      await keepSeats(ctx, seats);
      return { kind: 'planned', at: periodEnd };
    }
    const change = await orderNow(work, { lines, at, kept: seats }, request);
    await look();
    return change;
  },
});
