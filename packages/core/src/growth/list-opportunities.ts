import { staffVerb, storableJson } from '../kernel/index.ts';
import { ListOpportunities, OPPORTUNITIES_PER_PAGE, type OpportunityRow } from './contract.ts';

/** A page of the logins that several people seem to use, the highest score first; `before` is the last of the page above. The look is in the staff's log. */
export const listOpportunities = staffVerb({
  input: ListOpportunities,
  async call(ctx, door, { state, before }): Promise<OpportunityRow[]> {
    const [row] =
      await ctx.db`select guard.list_sharing(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${state},
      ${before ? storableJson(before) : null}::text::jsonb, ${OPPORTUNITIES_PER_PAGE}) found`;
    return row?.found as OpportunityRow[];
  },
});
