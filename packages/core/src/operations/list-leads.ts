import { staffVerb } from '../kernel/index.ts';
import { LEADS_PER_PAGE, type LeadRow, ListLeads } from './contract.ts';

/** A page of those who asked for a word, the latest first; `before` is the last of the page above. The look is written into the staff's log. */
export const listLeads = staffVerb({
  input: ListLeads,
  async call(ctx, door, { handled, before }): Promise<LeadRow[]> {
    const [row] =
      await ctx.db`select guard.list_leads(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${handled},
      ${before ?? null}::bigint, ${LEADS_PER_PAGE}) found`;
    return row?.found as LeadRow[];
  },
});
