import { staffVerb, storableJson } from '../kernel/index.ts';
import { ListUpsells, UPSELLS_PER_PAGE, type UpsellRow } from './contract.ts';

/** A page of the accounts on plans for one person that several may serve, most networks first; `before` is the last of the page above. The look is in the staff's log. */
export const listUpsells = staffVerb({
  input: ListUpsells,
  async call(ctx, door, { before }): Promise<UpsellRow[]> {
    const [row] = await ctx.db`select guard.list_upsells(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      ${before ? storableJson(before) : null}::text::jsonb, ${UPSELLS_PER_PAGE}) found`;
    return row?.found as UpsellRow[];
  },
});
