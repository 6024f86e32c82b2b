import { type PublicCtx, translated } from '../kernel/index.ts';

/** Ends one of the caller's sessions, or all others. Answers how many ended; another person's session is none of theirs. */
export async function terminateSessions(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  which: { sessionId: string } | 'others',
): Promise<{ ended: number }> {
  const [kind, sessionId] = which === 'others' ? ['others', null] : ['one', which.sessionId];
  return await translated(async () => {
    const [row] = await ctx.db`select guard.end_sessions(${pass}, ${personId}, ${kind}, ${sessionId}) ended`;
    return { ended: row?.ended as number };
  });
}
