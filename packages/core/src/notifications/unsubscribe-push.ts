import { type PublicCtx, translated } from '../kernel/index.ts';

/** This browser is told nothing by push any more. */
export async function unsubscribePush(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ ok: true }> {
  return await translated(async () => {
    await ctx.db`select guard.unsubscribe_push(${pass}, ${personId})`;
    return { ok: true };
  });
}
