import { type PublicCtx, translated } from '../kernel/index.ts';
import type { SessionCard } from './contract.ts';

/** The caller's live sessions, the newest login first. */
export async function listSessions(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<SessionCard[]> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.list_sessions(${pass}, ${personId}) cards`;
    return row?.cards as SessionCard[];
  });
}
