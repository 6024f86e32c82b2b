import { z } from 'zod';
import { type Ctx, parse, translated } from '../kernel/index.ts';

const ResumeAccount = z.object({
  accountId: z.uuid(),
  by: z.string().min(1).max(120),
  reason: z.string().min(3).max(500),
});

/**
 * Lets the workspaces of a cancelled account work again; numbers stay disconnected until somebody connects them. Answers how many changed.
 * Throws plans.unknownPlan for an account that is not there. Only the role of jobs may call the function behind it.
 */
export async function resumeAccount(
  ctx: Pick<Ctx, 'db'>,
  raw: z.input<typeof ResumeAccount>,
): Promise<{ workspaces: number }> {
  const input = parse(ResumeAccount, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.resume_account(${input.accountId}, ${input.by}, ${input.reason}) changed`;
    return { workspaces: row?.changed as number };
  });
}
