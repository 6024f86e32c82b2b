import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse } from '../kernel/index.ts';
import { beginAttempt } from './begin-attempt.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, LogIn } from './contract.ts';
import { provePassword } from './prove-password.ts';
import { reserveLogin } from './reserve-login.ts';
import { emailKey } from './rules.ts';

/**
 * Proves a person by password, which is enough only in a browser that they have used before. Says only "wrong" for an unknown e-mail
 * and for a wrong password, in the same time. Who guesses is held back before the password is looked at (reserveLogin); a password that
 * nobody could judge is no guess. Throws identity.wrongCredentials, identity.providerUnavailable, and what reserveLogin throws.
 */
export async function logIn(
  ctx: PublicCtx,
  raw: z.input<typeof LogIn>,
  identity: IdentityPort,
  formerPass: Buffer | null,
): Promise<Continued> {
  const input = parse(LogIn, raw);
  const brake = await reserveLogin(ctx, input);
  const [found] = await ctx.db`select * from guard.find_login(${emailKey(input.email)})`;
  const account = found ? { personId: found.person_id, email: found.email, held: found.password_hash } : null;
  const proof = await provePassword(ctx, identity, account, input.password).catch(async (error) => {
    await brake.withdraw();
    throw error;
  });
  await brake.settle(proof !== null);
  if (!found || !proof) throw identityErrors.wrongCredentials();
  const attempt = await beginAttempt(ctx, { personId: found.person_id, epoch: found.auth_epoch, amr: [...proof.amr] });
  return await continueAttempt(ctx, attempt, formerPass);
}
