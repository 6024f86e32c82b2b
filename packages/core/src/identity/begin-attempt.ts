import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { ATTEMPT_MINUTES } from './contract.ts';

/**
 * Writes down what was proved of a person, for the last step; answers the secret that only this browser may use. Nobody is displaced yet.
 * `epoch` is the account's when the proof was made: after a change of password it opens nothing.
 */
export async function beginAttempt(
  ctx: Pick<PublicCtx, 'db' | 'origin'>,
  proved: { personId: string; epoch: number | null; amr: string[] },
): Promise<string> {
  const secret = randomToken();
  await ctx.db`select guard.begin_attempt(${proved.personId}, ${proved.epoch}, ${sha256(secret)},
    ${ctx.origin.deviceHash ?? Buffer.alloc(32)}, ${proved.amr}::text[], ${`${ATTEMPT_MINUTES} minutes`}::interval)`;
  return secret;
}
