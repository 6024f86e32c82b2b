import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import { KPI_MONTHS, type KpiRow } from './contract.ts';

/** What growth is judged by in each of the last months, the latest first. The formulas are in the database (`guard.growth_kpis`); the look is in the staff's log. */
export const readKpis = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<KpiRow[]> {
    const [row] =
      await ctx.db`select guard.read_kpis(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${KPI_MONTHS}) found`;
    return row?.found as KpiRow[];
  },
});
