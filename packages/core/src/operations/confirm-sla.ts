import { staffVerb } from '../kernel/index.ts';
import { ConfirmSla, operationsErrors } from './contract.ts';
import { firstDayOf } from './rules.ts';

/**
 * Credits everybody who paid in a month on their next invoice, once, the share that was shown. Throws operations.slaShut where there
 * is nothing to confirm, also when another share was entered meanwhile.
 */
export const confirmSla = staffVerb({
  input: ConfirmSla,
  async call(ctx, door, { month, percent }): Promise<{ accounts: number }> {
    const [row] = await ctx.db`
      select guard.confirm_sla(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${firstDayOf(month, ctx.clock.now())}::date, ${percent}) accounts`;
    if (row?.accounts == null) throw operationsErrors.slaShut();
    ctx.ports.hints.emitted();
    return { accounts: row.accounts as number };
  },
});
