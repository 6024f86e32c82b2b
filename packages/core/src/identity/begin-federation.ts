import { randomToken, seal, sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, FEDERATIONS_PER_NETWORK, type Provider } from './contract.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { reserveInside } from './reserve-inside.ts';
import { networkOf } from './rules.ts';
import { attemptKey, deviceOf, perNetwork } from './store.ts';

/** How an issuer is left for: the address, and what must come back. */
export type Depart = () => Promise<{ url: string; state: string; nonce: string; verifier: string }>;

/**
 * Sends a browser to an issuer. What must come back is sealed in the database, once, for this browser alone: `secret` goes into its cookie.
 * With `linking` the caller links the issuer's account to their own, which asks for a proof of the last ten minutes (identity.stepUpNeeded).
 */
export async function beginFederation(
  ctx: PublicCtx,
  provider: Provider,
  depart: Depart,
  linking: { pass: Buffer; personId: string | null } | null = null,
): Promise<{ url: string; secret: string }> {
  if (linking) await reserveInside(ctx, 'federation', linking);
  else {
    const network = attemptKey(ctx, 'federation-network', networkOf(ctx.origin.address));
    await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, FEDERATIONS_PER_NETWORK), minutes: 15 });
  }
  const { url, state, ...kept } = await depart();
  const secret = randomToken();
  await translated(
    () => ctx.db`
      select guard.begin_federation(${sha256(secret)}, ${deviceOf(ctx)}, ${sha256(state)}, ${provider},
        ${seal(ctx.keyring, Buffer.from(JSON.stringify(kept)), 'federation')}, ${`${ATTEMPT_MINUTES} minutes`}::interval,
        ${linking?.pass ?? null}, ${linking?.personId ?? null})`,
  );
  return { url, secret };
}
