import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';

/**
 * The picture of a person, for themselves and for their colleagues; `bytes` is null for whoever knows that digest already.
 * Throws identity.photoNotFound, the same for a stranger as for a person without a picture.
 */
export async function readPhoto(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  /** `of` is null where an address names nobody. */
  { of, known }: { of: string | null; known: Buffer | null },
): Promise<{ mime: string; digest: Buffer; bytes: Buffer | null }> {
  return await translated(async () => {
    const [row] = await ctx.db`select mime, digest, bytes from guard.read_photo(${pass}, ${personId}, ${of}, ${known})`;
    if (!row) throw identityErrors.photoNotFound();
    return row as unknown as { mime: string; digest: Buffer; bytes: Buffer | null };
  });
}
