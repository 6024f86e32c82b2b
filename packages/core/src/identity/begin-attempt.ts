import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { ATTEMPT_MINUTES } from './contract.ts';
import { deviceOf } from './store.ts';

/**
 * Writes down what was proved of a person, for the last step; answers the secret that only this browser may use. Nobody is displaced yet.
 * `epoch` is the account's when the proof was made: after a change of password it opens nothing. `amr` names what this process has seen
 * proved: `pwd`, `oauth`, or `passkey` with user verification; the database proves everything else itself, and decides what is missing.
 */
export async function beginAttempt(
  ctx: Pick<PublicCtx, 'db' | 'origin'>,
  proved: { personId: string; epoch: number | null; amr: ('pwd' | 'oauth' | 'passkey')[] },
): Promise<string> {
  const secret = randomToken();
  await ctx.db`select guard.begin_attempt(${proved.personId}, ${proved.epoch}, ${sha256(secret)},
    ${deviceOf(ctx)}, ${proved.amr}::text[], ${`${ATTEMPT_MINUTES} minutes`}::interval)`;
  return secret;
}
