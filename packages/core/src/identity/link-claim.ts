import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';
import { readClaim } from './read-claim.ts';
import { deviceOf, sealWay } from './store.ts';

/**
 * Links the issuer's account that waits in this browser to the caller, whose address it has and who has just logged in; their mailbox is told.
 * Throws identity.attemptGone when it waits for somebody else, identity.stepUpNeeded, identity.identityTaken.
 */
export async function linkClaim(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  claim: string,
): Promise<{ ok: true }> {
  const { provider } = await readClaim(ctx, claim);
  const [row] = await translated(
    () => ctx.db`
      select guard.link_claim(${pass}, ${personId}, ${sha256(claim)}, ${deviceOf(ctx)}, ${sealWay(ctx, provider)}) outcome`,
  );
  if (row?.outcome === 'taken') throw identityErrors.identityTaken();
  if (row?.outcome === 'linked') ctx.ports.hints.emitted();
  return { ok: true };
}
