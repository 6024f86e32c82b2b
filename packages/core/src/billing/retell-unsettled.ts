import { type Ctx, translated } from '../kernel/index.ts';

/** Tells the jobs again of money back and credits that an hour has not settled. Answers how many. */
export async function retellUnsettled(ctx: Pick<Ctx, 'db' | 'ports'>): Promise<{ told: number }> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.retell_unsettled() told`;
    const told = row?.told as number;
    if (told > 0) ctx.ports.hints.emitted();
    return { told };
  });
}
