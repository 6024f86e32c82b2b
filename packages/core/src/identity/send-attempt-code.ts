import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, identityErrors, type PendingLogIn, RESEND_SECONDS } from './contract.ts';
import { describeDevice } from './describe-device.ts';
import { readAttempt } from './read-attempt.ts';
import { attemptCodeDigest, deviceOf, newCode, sealMail } from './store.ts';

/**
 * Sends a code for the login of this browser to its person's mailbox; the former one stops working. At most one in 30 seconds, five an
 * hour for a person. Throws identity.resendTooSoon, identity.tooManyAttempts, identity.attemptGone.
 */
export async function sendAttemptCode(ctx: PublicCtx, attempt: string): Promise<PendingLogIn> {
  const code = newCode();
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  const [row] = await translated(
    () => ctx.db`
      select guard.send_attempt_code(${sha256(attempt)}, ${deviceOf(ctx)}, ${attemptCodeDigest(ctx, attempt, code)},
        ${`${ATTEMPT_MINUTES} minutes`}::interval, ${sealMail(ctx, { name: '', code, browser, system })}) outcome`,
  );
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 60 });
  if (row?.outcome === 'sent') ctx.ports.hints.emitted();
  return await readAttempt(ctx, attempt);
}
