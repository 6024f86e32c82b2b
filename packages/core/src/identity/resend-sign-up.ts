import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { identityErrors, ResendSignUp, SIGNUP_CODE_MINUTES } from './contract.ts';
import { newCode, sealMail } from './store.ts';

/** Sends a new code for a sign-up in progress; at most one every 30 seconds. The former code stops working. */
export async function resendSignUp(ctx: PublicCtx, raw: z.input<typeof ResendSignUp>): Promise<{ ok: true }> {
  const input = parse(ResendSignUp, raw);
  const code = newCode();
  const [row] = await ctx.db`
    select guard.resend_signup(${input.id}, ${sha256(code)}, ${`${SIGNUP_CODE_MINUTES} minutes`}::interval,
      ${sealMail(ctx, { name: '', code })}, ${sealMail(ctx, { name: '' })}) outcome`;
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: 30 });
  if (row?.outcome === 'gone') throw identityErrors.codeExpired();
  ctx.ports.hints.mail();
  return { ok: true };
}
