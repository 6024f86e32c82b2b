import { staffVerb } from '../kernel/index.ts';
import { DEAD_LETTERS_PER_PAGE, type DeadLetterRow, ListDeadLetters } from './contract.ts';

/** A page of the events that an engine refuses for ever, the latest told first; `before` is the last of the page above. */
export const listDeadLetters = staffVerb({
  input: ListDeadLetters,
  async call(ctx, door, { before }): Promise<DeadLetterRow[]> {
    const [row] =
      await ctx.db`select jobs.console_dead_letters(${door.pass}, ${door.personId}, ${before ?? null}::bigint,
      ${DEAD_LETTERS_PER_PAGE}) found`;
    return row?.found as DeadLetterRow[];
  },
});
