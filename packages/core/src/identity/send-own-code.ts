import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors, RESEND_SECONDS } from './contract.ts';
import { readMeans } from './read-means.ts';
import { newCode, ownCodeDigest, sealMail } from './store.ts';

/** A code to the caller's mailbox with which they can prove themselves again. Throws identity.resendTooSoon, identity.tooManyAttempts. */
export async function sendOwnCode(ctx: PublicCtx, pass: Buffer, personId: string | null): Promise<{ ok: true }> {
  const { sessionId } = await readMeans(ctx, pass, personId);
  const code = newCode();
  const [row] = await translated(
    () => ctx.db`
      select guard.send_own_code(${pass}, ${personId}, ${ownCodeDigest(ctx, 'step-up', sessionId, code)}, ${sealMail(ctx, { name: '', code })}) outcome`,
  );
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 60 });
  ctx.ports.hints.emitted();
  return { ok: true };
}
