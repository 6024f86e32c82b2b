import type { PublicCtx } from '../kernel/index.ts';
import { mailRetrySeconds } from './rules.ts';

/** Writes down what became of a mail: sent, to be tried again, or given up. */
export async function settleMail(
  ctx: Pick<PublicCtx, 'db'>,
  mail: { id: string; attempts: number },
  error: string | null,
): Promise<void> {
  const seconds = error === null ? null : mailRetrySeconds(mail.attempts);
  await ctx.db`select guard.settle_mail(${mail.id}, ${error?.slice(0, 500) ?? null}, ${seconds === null ? null : `${seconds} seconds`}::interval)`;
}
