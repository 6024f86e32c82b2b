import { type PublicCtx, translated } from '../kernel/index.ts';

/** Takes the caller's picture away; their initials stand for them again. */
export async function removePhoto(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ photo: null }> {
  return await translated(async () => {
    await ctx.db`select guard.remove_photo(${pass}, ${personId})`;
    return { photo: null };
  });
}
