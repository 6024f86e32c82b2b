import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors, TRUSTED_DEVICES } from './contract.ts';

type Caller = Pick<PublicCtx, 'db'>;

/**
 * Trusts the device of this session for thirty days: it is not asked for the second factor. It may still be displaced, and acts that ask for
 * a fresh proof still do. Throws identity.stepUpNeeded, identity.tooManyTrusted, and
 * identity.factorMissing when this session was not proved by a second factor, which is what trust stands in for.
 */
export async function trustDevice(ctx: Caller, pass: Buffer, personId: string | null): Promise<{ ok: true }> {
  const [row] = await translated(() => ctx.db`select guard.trust_device(${pass}, ${personId}) outcome`);
  if (row?.outcome === 'unproved') throw identityErrors.factorMissing({ needs: ['totp'] });
  if (row?.outcome !== 'trusted') throw identityErrors.tooManyTrusted({ limit: TRUSTED_DEVICES });
  return { ok: true };
}
