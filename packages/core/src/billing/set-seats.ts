import { z } from 'zod';
import { billingEvents, type Change } from './contract.ts';
import { keepSeats, seatsToBuy, sellingVerb } from './store.ts';

/**
 * How many seats an owner pays for, however few people there are. More are bought at once, for what their preview of the same `at` said; fewer
 * hold from the next period on, and nothing is given back. Throws billing.seatsFull, billing.seatsTaken, billing.notFound where none are sold.
 */
export const setSeats = sellingVerb({
  input: z.object({ seats: z.int().min(1).max(10_000), at: z.iso.datetime(), request: z.uuid() }),
  async run({ ctx, till: { provider }, facts, record, look }, { seats, at, request }): Promise<Change> {
    const { subscription, lines, isMore, periodEnd } = seatsToBuy(facts, seats);
    await record(billingEvents.seatsKept, { seats });
    if (!isMore) {
      await keepSeats(ctx, seats);
      return { kind: 'planned', at: periodEnd };
    }
    const change = await provider.change({ subscription, lines, when: 'now', at: new Date(at) }, request);
    await keepSeats(ctx, seats);
    await look();
    return change;
  },
});
