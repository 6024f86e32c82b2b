import { AppError, type IdentityPort, type PublicCtx, parse } from '../kernel/index.ts';
import {
  identityErrors,
  SIGNUP_CODE_MINUTES,
  SIGNUPS_PER_EMAIL,
  SIGNUPS_PER_NETWORK,
  SignUp,
  TERMS_VERSION,
} from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { emailKey, networkOf, slugOf } from './rules.ts';
import { attemptKey, codeDigest, newCode, perNetwork, sealMail } from './store.ts';
import { weighPassword } from './weigh-password.ts';

/**
 * Starts a sign-up: the same answer, and the same work, for a free e-mail and a taken one. A free one gets a code; the owner of a
 * taken one gets a mail that says so. Whoever keeps passwords is given this one when the sign-up ends (verifySignUp).
 */
export async function signUp(ctx: PublicCtx, raw: SignUp, identity: IdentityPort): Promise<{ id: string }> {
  const input = parse(SignUp, raw);
  const network = attemptKey(ctx, 'signup-network', networkOf(ctx.origin.address));
  await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, SIGNUPS_PER_NETWORK), minutes: 60 });
  const verdict = weighPassword(input.password, [input.email, input.name, input.business]);
  if (!verdict.ok) throw identityErrors.passwordTooWeak({ field: 'password', because: verdict.because });
  // free and taken alike: nobody's mailbox is filled from here
  const mailbox = attemptKey(ctx, 'signup-mailbox', emailKey(input.email));
  await reserveAttempt(ctx, mailbox, { allowed: SIGNUPS_PER_EMAIL, minutes: 60 });
  const code = newCode();
  const [row] = await ctx.db`
    select guard.begin_signup(${input.email}, ${emailKey(input.email)}, ${input.name}, ${input.business}, ${slugOf(input.business)}, ${input.industry}, ${input.locale},
      ${input.timeZone}, ${await identity.hashPassword(input.password)}, ${TERMS_VERSION}, ${codeDigest(ctx, code)}, ${`${SIGNUP_CODE_MINUTES} minutes`}::interval,
      ${sealMail(ctx, { name: input.name, code })}, ${sealMail(ctx, { name: input.name })}) id`;
  if (!row) throw new AppError('kernel.unavailable', 'UNAVAILABLE');
  ctx.ports.hints.emitted();
  return { id: row.id };
}
