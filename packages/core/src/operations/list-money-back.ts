import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import { MONEY_BACK_SHOWN, type MoneyBackRow } from './contract.ts';

/** Who had their money back or waits for it, the latest first. The look is written into the staff's log. */
export const listMoneyBack = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<MoneyBackRow[]> {
    const [row] =
      await ctx.db`select guard.list_money_back(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${MONEY_BACK_SHOWN}) found`;
    return row?.found as MoneyBackRow[];
  },
});
