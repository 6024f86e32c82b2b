import { z } from 'zod';
import { type Ctx, parse, translated } from '../kernel/index.ts';

const SetPlan = z.object({
  accountId: z.uuid(),
  plan: z.string().min(1).max(40),
  version: z.number().int().min(1),
  by: z.string().min(1).max(120),
  reason: z.string().min(3).max(500),
  /** The session that must not end by it, when its holder asks for the change. */
  actingSessionId: z.uuid().nullable().default(null),
});

/**
 * Puts an account on a version of a plan, by hand. Its people's sessions shrink at once, under the locks that logins take. Answers how
 * many ended. Throws plans.unknownPlan. Only the role of jobs may call the function behind it.
 */
export async function setPlan(ctx: Pick<Ctx, 'db'>, raw: z.input<typeof SetPlan>): Promise<{ sessionsEnded: number }> {
  const input = parse(SetPlan, raw);
  return await translated(async () => {
    const [row] = await ctx.db`
      select guard.set_plan(${input.accountId}, ${input.plan}, ${input.version}, ${input.by}, ${input.reason}, ${input.actingSessionId}) ended`;
    return { sessionsEnded: row?.ended as number };
  });
}
