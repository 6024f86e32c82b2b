import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';
import { judgePhoto } from './judge-photo.ts';

/**
 * Puts a picture in place of the caller's former one, without whatever it says of where and when it was taken. Answers its version.
 * Throws identity.photoRefused {field, because}; a refused one changes nothing.
 */
export async function setPhoto(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  bytes: Buffer,
): Promise<{ photo: string }> {
  const judged = judgePhoto(bytes);
  if (!judged.ok) throw identityErrors.photoRefused({ field: 'photo', because: judged.because });
  return await translated(async () => {
    const [row] = await ctx.db`select guard.set_photo(${pass}, ${personId}, ${judged.mime}, ${judged.bytes}) photo`;
    return { photo: row?.photo as string };
  });
}
