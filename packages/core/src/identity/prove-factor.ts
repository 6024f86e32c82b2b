import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, ProveFactor } from './contract.ts';
import { deviceOf, hexOf, recoveryDigests, sealAlarm, stepOf } from './store.ts';

/**
 * The second factor of a login: a code of the authenticator, which works once, or a recovery code, of which the owner is told. Five wrong
 * ones and the login is over; ten tries in a quarter of an hour for a person. Throws identity.wrongCode, identity.attemptSpent,
 * identity.attemptGone, identity.tooManyAttempts.
 */
export async function proveFactor(
  ctx: PublicCtx,
  attempt: string,
  raw: z.input<typeof ProveFactor>,
  formerPass: Buffer | null,
): Promise<Continued> {
  const input = parse(ProveFactor, raw);
  const held = sha256(attempt);
  const device = deviceOf(ctx);
  const [row] = await translated(async () => {
    const [of] = await ctx.db`select * from guard.totp_of_attempt(${held}, ${device})`;
    // reserved once for either factor
    if (of && !of.may_try) return [{ outcome: 'limit', tries_left: 0 }];
    if (input.factor === 'recovery') {
      const digests = of ? recoveryDigests(ctx, of.person_id, input.code) : [];
      return await ctx.db`select * from guard.prove_attempt_recovery(${held}, ${device}, ${hexOf(digests)}::text[]::bytea[], ${sealAlarm(ctx)})`;
    }
    const step = of ? stepOf(ctx, of.person_id, of.sealed_secret, input.code) : null;
    return await ctx.db`select * from guard.prove_attempt_totp(${held}, ${device}, ${step}, ${sealAlarm(ctx)})`;
  });
  // a recovery code that was used, or the end of a login, is mailed to the owner
  if (row?.outcome === 'dead' || input.factor === 'recovery') ctx.ports.hints.emitted();
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 15 });
  if (row?.outcome === 'wrong') throw identityErrors.wrongCode({ left: row.tries_left });
  if (row?.outcome !== 'proved') throw identityErrors.attemptSpent();
  return await continueAttempt(ctx, attempt, formerPass);
}
