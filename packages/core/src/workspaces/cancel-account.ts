import { z } from 'zod';
import { type Ctx, parse, translated } from '../kernel/index.ts';

const CancelAccount = z.object({
  accountId: z.uuid(),
  by: z.string().min(1).max(120),
  reason: z.string().min(3).max(500),
});

/**
 * Deactivates every workspace of an account: readable, to be taken away, never deleted. Answers how many changed.
 * Throws plans.unknownPlan for an account that is not there. Only the role of jobs may call the function behind it.
 */
export async function cancelAccount(
  ctx: Pick<Ctx, 'db'>,
  raw: z.input<typeof CancelAccount>,
): Promise<{ workspaces: number }> {
  const input = parse(CancelAccount, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.cancel_account(${input.accountId}, ${input.by}, ${input.reason}) changed`;
    return { workspaces: row?.changed as number };
  });
}
