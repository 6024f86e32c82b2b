import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, RenamePasskey } from './contract.ts';

/** Gives one of the caller's passkeys another name. Throws identity.identityNotFound. */
export async function renamePasskey(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof RenamePasskey>,
): Promise<{ ok: true }> {
  const { passkeyId, name } = parse(RenamePasskey, raw);
  const [row] = await translated(
    () => ctx.db`select guard.rename_passkey(${pass}, ${personId}, ${passkeyId}, ${name}) ok`,
  );
  if (!row?.ok) throw identityErrors.identityNotFound();
  return { ok: true };
}
