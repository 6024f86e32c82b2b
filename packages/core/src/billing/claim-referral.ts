import { z } from 'zod';
import { billingErrors } from './contract.ts';
import { readCode } from './rules.ts';
import { sellingVerb } from './store.ts';

/**
 * Says by whom an account came, once and before it has paid anything. Throws billing.referralUnknown, billing.referralTaken,
 * billing.referralSelf, billing.referralLate.
 */
export const claimReferral = sellingVerb({
  input: z.object({ code: z.string().trim().min(1).max(300) }),
  async run({ ctx, door }, { code }): Promise<{ ok: true }> {
    const [row] = await ctx.db`
      select guard.claim_referral(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${readCode(code)}, ${ctx.clock.now()}) answer`;
    if (row?.answer === 'taken') throw billingErrors.referralTaken();
    if (row?.answer === 'self') throw billingErrors.referralSelf();
    if (row?.answer === 'late') throw billingErrors.referralLate();
    if (row?.answer !== 'claimed') throw billingErrors.referralUnknown({ field: 'code' });
    return { ok: true };
  },
});
