import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, identityErrors, type PendingLogIn, RESEND_SECONDS } from './contract.ts';
import { readAttempt } from './read-attempt.ts';
import { attemptTextDigest, deviceOf, newCode, sealMail } from './store.ts';

/**
 * Sends a code for the login of this browser to its person's phone; the former one stops working. At most one in 30 seconds, five an hour for
 * a person. Throws identity.textsOff, identity.resendTooSoon, identity.tooManyAttempts, identity.attemptGone.
 */
export async function sendAttemptText(ctx: PublicCtx, attempt: string): Promise<PendingLogIn> {
  if (!ctx.ports.hasTexts) throw identityErrors.textsOff();
  const code = newCode();
  const [row] = await translated(
    () => ctx.db`
      select guard.send_attempt_text(${sha256(attempt)}, ${deviceOf(ctx)}, ${attemptTextDigest(ctx, attempt, code)},
        ${`${ATTEMPT_MINUTES} minutes`}::interval, ${sealMail(ctx, { code })}) outcome`,
  );
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 60 });
  if (row?.outcome === 'sent') ctx.ports.hints.emitted();
  return await readAttempt(ctx, attempt);
}
