import { staffVerb } from '../kernel/index.ts';
import { EnterSla, operationsErrors } from './contract.ts';
import { firstDayOf, slaPercentOf } from './rules.ts';

/** Says how much of a month that is over the product was there; what follows is proposed until it is confirmed. Throws operations.slaShut. */
export const enterSla = staffVerb({
  input: EnterSla,
  async call(ctx, door, { month, uptime }): Promise<{ percent: number }> {
    const percent = slaPercentOf(uptime);
    // a month that runs still is asked about as none, after the door
    const [row] = await ctx.db`
      select guard.enter_sla(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${firstDayOf(month, ctx.clock.now())}::date,
        ${uptime}, ${percent}) entered`;
    if (row?.entered !== true) throw operationsErrors.slaShut();
    return { percent };
  },
});
