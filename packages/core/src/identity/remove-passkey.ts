import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, OnePasskey } from './contract.ts';
import { sealWay } from './store.ts';

/**
 * Removes one of the caller's passkeys; their mailbox is told. Never the only way in.
 * Throws identity.stepUpNeeded, identity.identityNotFound, identity.lastWayIn.
 */
export async function removePasskey(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OnePasskey>,
): Promise<{ ok: true }> {
  const { passkeyId } = parse(OnePasskey, raw);
  const [row] = await translated(
    () => ctx.db`select guard.remove_passkey(${pass}, ${personId}, ${passkeyId}, ${sealWay(ctx, 'passkey')}) outcome`,
  );
  if (row?.outcome === 'gone') throw identityErrors.identityNotFound();
  if (row?.outcome === 'last') throw identityErrors.lastWayIn();
  ctx.ports.hints.emitted();
  return { ok: true };
}
