import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { NoteSeen } from './contract.ts';

/** Remembers that something was explained to the caller and what they answered; the first answer stays. */
export async function noteSeen(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: { notice: string; answer: string },
): Promise<{ ok: true }> {
  const input = parse(NoteSeen, raw);
  return await translated(async () => {
    await ctx.db`select guard.note_seen(${pass}, ${personId}, ${input.notice}, ${input.answer})`;
    return { ok: true };
  });
}
