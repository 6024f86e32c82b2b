import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { beginAttempt } from './begin-attempt.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, LOGIN_FAILURES_ALLOWED, LOGIN_WINDOW_MINUTES, LogIn } from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { emailKey, networkOf } from './rules.ts';
import { attemptKey } from './store.ts';

/** How the identity provider checks a password; given no hash it must take the same time as with one. */
export type CheckPassword = (hash: string | null, password: string) => Promise<boolean>;

/**
 * Proves a person by password, which is enough only in a browser that they have used before. Says only "wrong" for an unknown e-mail and for a wrong password, in the same time.
 * Five failures in 15 minutes for one account from one address, and that pair waits.
 */
export async function logIn(
  ctx: PublicCtx,
  raw: z.input<typeof LogIn>,
  check: CheckPassword,
  formerPass: Buffer | null,
): Promise<Continued> {
  const input = parse(LogIn, raw);
  const key = emailKey(input.email);
  const pair = attemptKey(ctx, 'login-failure', `${key}|${networkOf(ctx.origin.address)}`);
  // taken before the password is looked at: guesses that come at once share the same five
  await reserveAttempt(ctx, pair, { allowed: LOGIN_FAILURES_ALLOWED, minutes: LOGIN_WINDOW_MINUTES });
  const [found] = await ctx.db`select * from guard.find_login(${key})`;
  const good = await check(found?.password_hash ?? null, input.password);
  if (!found || !good) throw identityErrors.wrongCredentials();
  await ctx.db`select guard.forget_login_failures(${pair})`;
  const attempt = await beginAttempt(ctx, { personId: found.person_id, epoch: found.auth_epoch, amr: ['pwd'] });
  return await continueAttempt(ctx, attempt, formerPass);
}
