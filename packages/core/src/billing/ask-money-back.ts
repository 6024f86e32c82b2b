import { z } from 'zod';
import { billingErrors } from './contract.ts';
import { moneyBackFrom } from './rules.ts';
import { sellingVerb } from './store.ts';

/**
 * Asks for everything back that the account has paid, once ever and within thirty days of its first payment. A job ends the subscription and
 * gives it back. Throws billing.moneyBackAsked, billing.moneyBackLate, billing.notPaid.
 */
export const askMoneyBack = sellingVerb({
  input: z.object({}),
  async run({ ctx, door }): Promise<{ ok: true }> {
    const now = ctx.clock.now();
    const [row] = await ctx.db`
      select guard.claim_money_back(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${moneyBackFrom(now)}, ${now}) answer`;
    if (row?.answer === 'asked') throw billingErrors.moneyBackAsked();
    if (row?.answer === 'late') throw billingErrors.moneyBackLate();
    if (row?.answer !== 'claimed') throw billingErrors.notPaid();
    ctx.ports.hints.emitted();
    return { ok: true };
  },
});
