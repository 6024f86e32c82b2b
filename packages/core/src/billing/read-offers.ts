import { z } from 'zod';
import { query } from '../kernel/index.ts';

/** What the account is offered when it buys, for whoever owns it; `isKept` is of one that bought as one of the first. */
export const readOffers = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx, ctx }): Promise<{ hasPaid: boolean; isHeld: boolean; isKept: boolean; left: number }> {
    const [row] = await tx`select guard.offers_here(${ctx.clock.now()}) found`;
    return (row as { found: { hasPaid: boolean; isHeld: boolean; isKept: boolean; left: number } }).found;
  },
});
