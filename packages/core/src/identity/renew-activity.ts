import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { IDLE_MINUTES, RenewActivity } from './contract.ts';

/** The heartbeat: prolongs a session by what the person really did. Answers the milliseconds left. */
export async function renewActivity(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: { idleForMs: number },
): Promise<{ millisecondsLeft: number }> {
  const input = parse(RenewActivity, raw);
  return await translated(async () => {
    const [row] = await ctx.db`
      select guard.renew_activity(${pass}, ${personId}, ${`${input.idleForMs} milliseconds`}::interval, ${`${IDLE_MINUTES} minutes`}::interval) ms`;
    return { millisecondsLeft: Number(row?.ms ?? 0) };
  });
}
