import { randomBytes } from 'node:crypto';
import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { FEDERATIONS_PER_NETWORK } from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { reserveInside } from './reserve-inside.ts';
import { networkOf } from './rules.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';

/** How long a challenge of a passkey waits for its answer. */
const PASSKEY_MINUTES = 5;

type Owner = { personId: string; email: string; name: string; known: { id: string; transports: string[] }[] };

/** The session that a challenge is for, and whether a new passkey shall come of it or a fresh proof. */
type Inside = { pass: Buffer; personId: string | null; isMaking: boolean };

/**
 * A challenge for this browser, which one answer uses up: for entering with whichever passkey the browser has, or inside a session. To make a new
 * passkey of the caller's (`owner`) asks for a proof of the last ten minutes. At the door a network shares its tries; whoever is in has their
 * own, so that no neighbour uses them up. Throws identity.stepUpNeeded, identity.tooManyAttempts.
 */
export async function beginPasskey(
  ctx: PublicCtx,
  inside: Inside | null,
): Promise<{ challenge: Buffer<ArrayBuffer>; owner: Owner | null }> {
  if (inside) await reserveInside(ctx, 'passkey', inside);
  else {
    const network = attemptKey(ctx, 'passkey-network', networkOf(ctx.origin.address));
    await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, FEDERATIONS_PER_NETWORK), minutes: 15 });
  }
  const making = inside?.isMaking ? inside : null;
  const challenge = Buffer.from(randomBytes(32));
  const [row] = await translated(
    () => ctx.db`
      select guard.begin_passkey(${sha256(challenge)}, ${deviceOf(ctx)}, ${`${PASSKEY_MINUTES} minutes`}::interval,
        ${making?.pass ?? null}, ${making?.personId ?? null}) owner`,
  );
  return { challenge, owner: (row?.owner ?? null) as Owner | null };
}
