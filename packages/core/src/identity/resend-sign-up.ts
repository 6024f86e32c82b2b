import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { identityErrors, ResendSignUp, SIGNUP_CODE_MINUTES, SIGNUPS_PER_EMAIL } from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { attemptKey, codeDigest, newCode, sealMail } from './store.ts';

/** Sends a new code for a sign-up in progress; at most one every 30 seconds. The former code stops working. */
export async function resendSignUp(ctx: PublicCtx, raw: z.input<typeof ResendSignUp>): Promise<{ ok: true }> {
  const input = parse(ResendSignUp, raw);
  const tries = attemptKey(ctx, 'signup-resend', input.id);
  await reserveAttempt(ctx, tries, { allowed: SIGNUPS_PER_EMAIL, minutes: 60 });
  const code = newCode();
  const [row] = await ctx.db`
    select guard.resend_signup(${input.id}, ${codeDigest(ctx, code)}, ${`${SIGNUP_CODE_MINUTES} minutes`}::interval,
      ${sealMail(ctx, { name: '', code })}, ${sealMail(ctx, { name: '' })}) outcome`;
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: 30 });
  if (row?.outcome === 'gone') throw identityErrors.codeExpired();
  ctx.ports.hints.emitted();
  return { ok: true };
}
