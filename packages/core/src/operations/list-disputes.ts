import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import { DISPUTES_SHOWN, type DisputeRow } from './contract.ts';

/** The payments that banks dispute, the open ones first. The look is written into the staff's log. */
export const listDisputes = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<DisputeRow[]> {
    const [row] =
      await ctx.db`select guard.list_disputes(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${DISPUTES_SHOWN}) found`;
    return row?.found as DisputeRow[];
  },
});
