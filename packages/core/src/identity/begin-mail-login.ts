import { setTimeout as wait } from 'node:timers/promises';
import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import type { Continued } from './continue-attempt.ts';
import { ASKS_PER_NETWORK, AskByMail, ATTEMPT_MINUTES, EVEN_ANSWER_MS } from './contract.ts';
import { readAttempt } from './read-attempt.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { emailKey, networkOf } from './rules.ts';
import { sendMailLogin } from './send-mail-login.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';

/**
 * Begins a login by mail: a code to type and a link to open, for whoever has the mailbox. An address that is nobody's gets the same answer
 * after the same time, and opens nothing.
 */
export async function beginMailLogin(ctx: PublicCtx, raw: z.input<typeof AskByMail>): Promise<Continued> {
  const input = parse(AskByMail, raw);
  await reserveAttempt(ctx, attemptKey(ctx, 'mail-network', networkOf(ctx.origin.address)), {
    allowed: perNetwork(ctx, ASKS_PER_NETWORK),
    minutes: 60,
  });
  const even = wait(EVEN_ANSWER_MS);
  const attempt = randomToken();
  const key = emailKey(input.email);
  await ctx.db`select guard.begin_mail_attempt(${key}, ${attemptKey(ctx, 'mail-subject', key)}, ${sha256(attempt)}, ${deviceOf(ctx)},
    ${`${ATTEMPT_MINUTES} minutes`}::interval)`;
  await sendMailLogin(ctx, attempt);
  const pending = await readAttempt(ctx, attempt);
  await even;
  return { attempt, pending };
}
