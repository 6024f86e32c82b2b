import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { beginAttempt } from './begin-attempt.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, LogIn } from './contract.ts';
import { reserveLogin } from './reserve-login.ts';
import { emailKey } from './rules.ts';

/** How the identity provider checks a password; given no hash it must take the same time as with one. */
export type CheckPassword = (hash: string | null, password: string) => Promise<boolean>;

/**
 * Proves a person by password, which is enough only in a browser that they have used before. Says only "wrong" for an unknown e-mail
 * and for a wrong password, in the same time. Who guesses is held back before the password is looked at (reserveLogin).
 */
export async function logIn(
  ctx: PublicCtx,
  raw: z.input<typeof LogIn>,
  check: CheckPassword,
  formerPass: Buffer | null,
): Promise<Continued> {
  const input = parse(LogIn, raw);
  const brake = await reserveLogin(ctx, input);
  const [found] = await ctx.db`select * from guard.find_login(${emailKey(input.email)})`;
  const good = await check(found?.password_hash ?? null, input.password);
  await brake.settle(Boolean(found) && good);
  if (!found || !good) throw identityErrors.wrongCredentials();
  const attempt = await beginAttempt(ctx, { personId: found.person_id, epoch: found.auth_epoch, amr: ['pwd'] });
  return await continueAttempt(ctx, attempt, formerPass);
}
