import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors, TRUSTED_DEVICES } from './contract.ts';
import { readFactors } from './read-factors.ts';

type Caller = Pick<PublicCtx, 'db'>;

/**
 * Trusts the device of this session for thirty days: it is not asked for the second factor. It may still be displaced, and acts that ask for
 * a fresh proof still do. Throws identity.stepUpNeeded, identity.tooManyTrusted, and
 * identity.factorMissing for whoever has no second factor, which is what trust stands in for; a session that theirs has not proved yet is
 * asked for it like any that must prove itself again.
 */
export async function trustDevice(ctx: Caller, pass: Buffer, personId: string | null): Promise<{ ok: true }> {
  const [row] = await translated(() => ctx.db`select guard.trust_device(${pass}, ${personId}) outcome`);
  if (row?.outcome === 'unproved') {
    const { factors } = await readFactors(ctx, pass, personId);
    throw factors.length > 0 ? identityErrors.stepUpNeeded() : identityErrors.factorMissing({ needs: ['totp'] });
  }
  if (row?.outcome !== 'trusted') throw identityErrors.tooManyTrusted({ limit: TRUSTED_DEVICES });
  return { ok: true };
}
