import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { ATTEMPT_MINUTES, identityErrors, PasskeyAnswer } from './contract.ts';
import { type CheckPasskey, provePasskey } from './prove-passkey.ts';
import { deviceOf } from './store.ts';

/**
 * Proves a person by a passkey, which is both factors: nothing else is asked. One sentence for every wrong answer, also for a passkey that
 * nobody has. Throws identity.passkeyRefused, and identity.attemptGone when this browser was not asked, or answers twice.
 */
export async function logInByPasskey(
  ctx: PublicCtx,
  raw: z.input<typeof PasskeyAnswer>,
  check: CheckPasskey,
  formerPass: Buffer | null,
): Promise<Continued> {
  const { passkeyId, signCount } = await provePasskey(ctx, parse(PasskeyAnswer, raw), check);
  const attempt = randomToken();
  const [entered] = await ctx.db`
    select guard.enter_passkey(${passkeyId}, ${signCount}, ${sha256(attempt)}, ${deviceOf(ctx)}, ${`${ATTEMPT_MINUTES} minutes`}::interval) ok`;
  if (!entered?.ok) throw identityErrors.passkeyRefused();
  return await continueAttempt(ctx, attempt, formerPass);
}
