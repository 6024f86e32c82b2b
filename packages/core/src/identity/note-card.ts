import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { NoteCard } from './contract.ts';

/** Writes into the history of a displaced session what its card was asked, once per action. Any other pass is ignored. */
export async function noteCard(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  raw: { action: string },
): Promise<{ isNews: boolean }> {
  const input = parse(NoteCard, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.note_card(${pass}, ${input.action}) news`;
    return { isNews: row?.news === true };
  });
}
