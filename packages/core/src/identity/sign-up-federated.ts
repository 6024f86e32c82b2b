import { randomToken, sha256 } from '@recado/runtime/crypto';
import { AppError, type PublicCtx, parse, storableJson, traceOf, translated } from '../kernel/index.ts';
import {
  identityErrors,
  SIGNUP_CODE_MINUTES,
  SIGNUPS_PER_EMAIL,
  SIGNUPS_PER_NETWORK,
  SignUpFederated,
  TERMS_VERSION,
} from './contract.ts';
import { initSession, type OpenedSession } from './init-session.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { emailKey, networkOf, slugOf } from './rules.ts';
import { attemptKey, codeDigest, deviceOf, newCode, perNetwork, sealMail } from './store.ts';

/**
 * A sign-up by whoever an issuer vouched for in this browser, without a password. Where the issuer speaks for the mailbox the account is
 * made at once; otherwise a code goes there as in every sign-up, and a taken address is answered alike.
 * Throws identity.attemptGone, identity.logInFirst when the proved address has an account, identity.tooManyAttempts.
 */
export async function signUpFederated(
  ctx: PublicCtx,
  claim: string,
  raw: SignUpFederated,
  formerPass: Buffer | null,
): Promise<{ id: string; opened: (OpenedSession & { workspaceId: string }) | null }> {
  const input = parse(SignUpFederated, raw);
  const network = attemptKey(ctx, 'signup-network', networkOf(ctx.origin.address));
  await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, SIGNUPS_PER_NETWORK), minutes: 60 });
  const mailbox = attemptKey(ctx, 'signup-mailbox', emailKey(input.email));
  await reserveAttempt(ctx, mailbox, { allowed: SIGNUPS_PER_EMAIL, minutes: 60 });
  const code = newCode();
  const attempt = randomToken();
  const [row] = await translated(
    () => ctx.db`
      select * from guard.sign_up_federated(${sha256(claim)}, ${deviceOf(ctx)}, ${input.email}, ${emailKey(input.email)}, ${input.name},
        ${input.business}, ${slugOf(input.business)}, ${input.industry}, ${input.locale}, ${input.timeZone}, ${TERMS_VERSION},
        ${codeDigest(ctx, code)}, ${`${SIGNUP_CODE_MINUTES} minutes`}::interval, ${sealMail(ctx, { name: input.name, code })},
        ${sealMail(ctx, { name: input.name })}, ${sha256(attempt)}, ${storableJson(traceOf(ctx))}::text::jsonb)`,
  );
  if (!row) throw new AppError('kernel.unavailable', 'UNAVAILABLE');
  if (row.outcome === 'logIn') throw identityErrors.logInFirst();
  if (row.outcome === 'created')
    return {
      id: row.signup_id,
      opened: { ...(await initSession(ctx, attempt, formerPass)), workspaceId: row.workspace_id },
    };
  ctx.ports.hints.emitted();
  return { id: row.signup_id, opened: null };
}
