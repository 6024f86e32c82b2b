import { setTimeout as wait } from 'node:timers/promises';
import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import type { Continued } from './continue-attempt.ts';
import { AskByPhone, ATTEMPT_MINUTES, EVEN_ANSWER_MS, identityErrors, TEXTS_PER_NETWORK } from './contract.ts';
import { parsePhone } from './parse-phone.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { networkOf } from './rules.ts';
import { sendAttemptText } from './send-attempt-text.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';

/**
 * Begins a login by phone: a code goes to the number, if it is somebody's. One that is nobody's gets the same answer after the same time, and
 * opens nothing. Throws identity.textsOff, identity.phoneInvalid, identity.tooManyAttempts.
 */
export async function beginPhoneLogin(ctx: PublicCtx, raw: z.input<typeof AskByPhone>): Promise<Continued> {
  if (!ctx.ports.hasTexts) throw identityErrors.textsOff();
  const phone = parsePhone(ctx, parse(AskByPhone, raw).phone);
  await reserveAttempt(ctx, attemptKey(ctx, 'text-network', networkOf(ctx.origin.address)), {
    allowed: perNetwork(ctx, TEXTS_PER_NETWORK),
    minutes: 60,
  });
  const even = wait(EVEN_ANSWER_MS);
  const attempt = randomToken();
  await ctx.db`select guard.begin_phone_attempt(${phone}, ${attemptKey(ctx, 'phone-subject', phone)}, ${sha256(attempt)}, ${deviceOf(ctx)},
    ${`${ATTEMPT_MINUTES} minutes`}::interval)`;
  const pending = await sendAttemptText(ctx, attempt);
  await even;
  return { attempt, pending };
}
