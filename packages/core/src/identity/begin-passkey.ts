import { randomBytes } from 'node:crypto';
import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { FEDERATIONS_PER_NETWORK } from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { networkOf } from './rules.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';

/** How long a challenge of a passkey waits for its answer. */
const PASSKEY_MINUTES = 5;

type Owner = { personId: string; email: string; name: string; known: { id: string; transports: string[] }[] };

/**
 * A challenge for this browser, which one answer uses up. With `making` it is for a new passkey of the caller's (`owner`), which asks for
 * a proof of the last ten minutes; otherwise for entering with whichever passkey the browser has. Throws identity.stepUpNeeded.
 */
export async function beginPasskey(
  ctx: PublicCtx,
  making: { pass: Buffer; personId: string | null } | null,
): Promise<{ challenge: Buffer<ArrayBuffer>; owner: Owner | null }> {
  const network = attemptKey(ctx, 'passkey-network', networkOf(ctx.origin.address));
  await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, FEDERATIONS_PER_NETWORK), minutes: 15 });
  const challenge = Buffer.from(randomBytes(32));
  const [row] = await translated(
    () => ctx.db`
      select guard.begin_passkey(${sha256(challenge)}, ${deviceOf(ctx)}, ${`${PASSKEY_MINUTES} minutes`}::interval,
        ${making?.pass ?? null}, ${making?.personId ?? null}) owner`,
  );
  return { challenge, owner: (row?.owner ?? null) as Owner | null };
}
