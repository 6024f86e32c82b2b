import type { PublicCtx } from '../kernel/index.ts';

/** Tells again of mails that are due and that no run has taken for five minutes. Answers how many. */
export async function requeueMail(ctx: Pick<PublicCtx, 'db' | 'ports'>): Promise<number> {
  const [row] = await ctx.db`select guard.requeue_mail(interval '5 minutes') told`;
  const told = Number(row?.told ?? 0);
  if (told > 0) ctx.ports.hints.emitted();
  return told;
}
