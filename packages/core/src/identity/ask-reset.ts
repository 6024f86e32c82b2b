import { setTimeout as wait } from 'node:timers/promises';
import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { ASKS_PER_NETWORK, AskByMail, EVEN_ANSWER_MS, RESET_MINUTES } from './contract.ts';
import { describeDevice } from './describe-device.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { emailKey, networkOf } from './rules.ts';
import { attemptKey, perNetwork, sealMail } from './store.ts';

/** Sends a link to a new password, if the address is somebody's; the answer and its time tell nobody whether it is. */
export async function askReset(ctx: PublicCtx, raw: z.input<typeof AskByMail>): Promise<{ ok: true }> {
  const input = parse(AskByMail, raw);
  await reserveAttempt(ctx, attemptKey(ctx, 'mail-network', networkOf(ctx.origin.address)), {
    allowed: perNetwork(ctx, ASKS_PER_NETWORK),
    minutes: 60,
  });
  const even = wait(EVEN_ANSWER_MS);
  const token = randomToken();
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  await ctx.db`select guard.begin_reset(${emailKey(input.email)}, ${sha256(token)}, ${`${RESET_MINUTES} minutes`}::interval,
    ${sealMail(ctx, { name: '', token, browser, system })})`;
  ctx.ports.hints.emitted();
  await even;
  return { ok: true };
}
