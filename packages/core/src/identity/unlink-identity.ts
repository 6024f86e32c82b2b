import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, OneIdentity } from './contract.ts';
import { listIdentities } from './list-identities.ts';
import { sealWay } from './store.ts';

/**
 * Takes an issuer's account away from the caller's; their mailbox is told. Never the only way in.
 * Throws identity.stepUpNeeded, identity.identityNotFound, identity.lastWayIn.
 */
export async function unlinkIdentity(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OneIdentity>,
): Promise<{ ok: true }> {
  const { identityId } = parse(OneIdentity, raw);
  const found = (await listIdentities(ctx, pass, personId)).find((each) => each.id === identityId);
  if (!found) throw identityErrors.identityNotFound();
  const [row] = await translated(
    () =>
      ctx.db`select guard.unlink_identity(${pass}, ${personId}, ${identityId}, ${sealWay(ctx, found.provider)}) outcome`,
  );
  if (row?.outcome === 'gone') throw identityErrors.identityNotFound();
  if (row?.outcome === 'last') throw identityErrors.lastWayIn();
  ctx.ports.hints.emitted();
  return { ok: true };
}
