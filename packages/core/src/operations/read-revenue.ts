import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import { REVENUE_MONTHS, type RevenueRow } from './contract.ts';

/** What recurs in each of the last months and how it moved, beside what was invoiced and paid. The look is written into the staff's log. */
export const readRevenue = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<RevenueRow[]> {
    const [row] =
      await ctx.db`select guard.read_revenue(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${REVENUE_MONTHS}) found`;
    return row?.found as RevenueRow[];
  },
});
