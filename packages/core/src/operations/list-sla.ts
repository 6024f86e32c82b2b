import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import type { SlaRow } from './contract.ts';

/** The months whose uptime was entered, the latest first, with what each comes to. */
export const listSla = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<SlaRow[]> {
    const [row] = await ctx.db`select guard.list_sla(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb) found`;
    return row?.found as SlaRow[];
  },
});
