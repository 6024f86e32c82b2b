import type { PublicCtx } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';

/** Takes one of the tries that are allowed within the minutes, before the work is done: those that come at once share them. Throws tooManyAttempts. */
export async function reserveAttempt(
  ctx: Pick<PublicCtx, 'db'>,
  key: Buffer,
  limit: { allowed: number; minutes: number },
): Promise<void> {
  const [attempt] = await ctx.db`
    select guard.reserve_login_attempt(${key}, ${`${limit.minutes} minutes`}::interval, ${limit.allowed}) allowed`;
  if (!attempt?.allowed) throw identityErrors.tooManyAttempts({ minutes: limit.minutes });
}
