import type { Ctx } from '../kernel/index.ts';

/** Forgets what the provider called about three months ago. Answers how many events went. */
export async function sweepBillingEvents(ctx: Pick<Ctx, 'db'>): Promise<number> {
  const [row] = await ctx.db`select guard.sweep_billing_events() removed`;
  return row?.removed as number;
}
