import { staffVerb } from '../kernel/index.ts';
import { ListStaffActions, STAFF_ACTIONS_PER_PAGE, type StaffActionRow } from './contract.ts';

/** A page of what the staff did and read, the latest first, of one person or of all; `before` is the last of the page above. */
export const listStaffActions = staffVerb({
  input: ListStaffActions,
  async call(ctx, door, { personId, before }): Promise<StaffActionRow[]> {
    const [row] = await ctx.db`select guard.list_staff_actions(${door.pass}, ${door.personId}, ${personId ?? null},
      ${before ?? null}::bigint, ${STAFF_ACTIONS_PER_PAGE}) found`;
    return row?.found as StaffActionRow[];
  },
});
