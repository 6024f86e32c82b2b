import { staffVerb } from '../kernel/index.ts';
import { OneLead } from './contract.ts';

/** Says that somebody was answered; false when a colleague had said so before. */
export const settleLead = staffVerb({
  input: OneLead,
  async call(ctx, door, { id }): Promise<{ isFirst: boolean }> {
    const [row] =
      await ctx.db`select guard.settle_lead(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${id}::bigint) done`;
    return { isFirst: row?.done === true };
  },
});
