import { staffVerb } from '../kernel/index.ts';
import { OneDeadLetter, operationsErrors } from './contract.ts';

/** What an event that was set aside carries, as the text of its JSON, and what was said of it. The look is written into the staff's log. */
export const readDeadLetter = staffVerb({
  input: OneDeadLetter,
  async call(ctx, door, { id }): Promise<{ detail: string; json: string }> {
    const [row] = await ctx.db`
      select jobs.console_dead_letter(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb, ${id}) found`;
    if (!row?.found) throw operationsErrors.deadLetterSettled();
    return row.found;
  },
});
