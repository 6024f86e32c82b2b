import { staffVerb } from '../kernel/index.ts';
import { growthErrors, MoveOpportunity } from './contract.ts';

/**
 * Says that a case was explained, lets it be, or opens it again, with a reason that stays. Throws growth.caseNotFound, and growth.caseMoved where somebody,
 * its person or a colleague, took it elsewhere meanwhile.
 */
export const moveOpportunity = staffVerb({
  input: MoveOpportunity,
  async call(ctx, door, { personId, to, reason }): Promise<{ ok: true }> {
    const [row] = await ctx.db`
      select guard.move_sharing(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${personId}, ${to}, ${reason}) done`;
    if (row?.done === null) throw growthErrors.caseNotFound();
    if (row?.done !== true) throw growthErrors.caseMoved();
    return { ok: true };
  },
});
