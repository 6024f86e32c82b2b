import { type Ctx, translated } from '../kernel/index.ts';
import { REFERRAL_DAYS, SHARE_PERCENT, WELCOME_PERCENT } from './rules.ts';

/** Credits what referrals have come to, and takes back what was given back since; each once, however often it runs. How much changed. */
export async function settleReferrals(ctx: Pick<Ctx, 'db' | 'clock' | 'ports'>): Promise<{ changed: number }> {
  return await translated(async () => {
    const [row] =
      await ctx.db`select guard.settle_referrals(${ctx.clock.now()}, ${REFERRAL_DAYS}, ${SHARE_PERCENT}, ${WELCOME_PERCENT}) changed`;
    const changed = row?.changed as number;
    if (changed > 0) ctx.ports.hints.emitted();
    return { changed };
  });
}
