import { type PublicCtx, translated } from '../kernel/index.ts';

/** A visitor's own switch of the mails that tell of conversations that wait. Answers whether they go out now. */
export async function switchNotices(ctx: Pick<PublicCtx, 'db'>, pass: Buffer, on: boolean): Promise<{ on: boolean }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.switch_notices(${pass}, ${on}) now_on`;
    return { on: row?.now_on as boolean };
  });
}
