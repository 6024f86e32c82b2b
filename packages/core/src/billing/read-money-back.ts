import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { MoneyBack } from './contract.ts';
import { moneyBackUntil } from './rules.ts';

type Found = { firstPaidAt: string | null; cents: number; currency: string | null; asked: MoneyBack['asked'] };

/** Whether the account may have its money back, how much and until when; and what became of it where it was asked for. */
export const readMoneyBack = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx, ctx }): Promise<MoneyBack> {
    const [row] = await tx`select guard.money_back_here() found`;
    const { firstPaidAt, cents, currency, asked } = (row as { found: Found }).found;
    const until = firstPaidAt ? moneyBackUntil(new Date(firstPaidAt)) : null;
    const mayAsk = !asked && until !== null && cents > 0 && ctx.clock.now() <= until;
    return { offer: mayAsk ? { until, cents, currency: currency as string } : null, asked };
  },
});
