import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import type { PublicCtx } from '../kernel/index.ts';
import { identityErrors, type PasskeyAnswer } from './contract.ts';
import { challengeOf, deviceOf } from './store.ts';

/** Checks the signature of an answer against what is kept; null when anything is not as it was asked for. */
export type CheckPasskey = (
  response: unknown,
  challenge: string,
  kept: { credentialId: Uint8Array; publicKey: Uint8Array; signCount: number; transports: string[] },
) => Promise<{ signCount: number } | null>;

/**
 * Which passkey answered the challenge of this browser, and what it counts; whose it is, and whether the count goes forward, is for the
 * database to say. Throws identity.passkeyRefused, also for a passkey that nobody has, and identity.attemptGone when this browser was not
 * asked, or answers twice.
 */
export async function provePasskey(
  ctx: Pick<PublicCtx, 'db' | 'origin'>,
  answer: z.output<typeof PasskeyAnswer>,
  check: CheckPasskey,
): Promise<{ passkeyId: string; signCount: number }> {
  const challenge = challengeOf(answer);
  const [taken] = await ctx.db`
    select * from guard.take_passkey_challenge(${sha256(Buffer.from(challenge, 'base64url'))}, ${deviceOf(ctx)})`;
  if (!taken || taken.person_id) throw identityErrors.attemptGone();
  const credentialId = Buffer.from(answer.id, 'base64url');
  const [kept] = await ctx.db`select * from guard.find_passkey(${credentialId})`;
  const good =
    kept &&
    (await check(answer, challenge, {
      ...{ credentialId, publicKey: kept.public_key, signCount: Number(kept.sign_count), transports: kept.transports },
    }));
  if (!kept || !good) throw identityErrors.passkeyRefused();
  return { passkeyId: kept.id, signCount: good.signCount };
}
