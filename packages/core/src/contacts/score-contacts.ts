import { z } from 'zod';
import { command } from '../kernel/index.ts';

/** So many in one transaction: few enough that nobody waits for one of them. */
const AT_ONCE = 300;

/** Counts the score of one batch of contacts: of whoever changed, else the next of the day's walk. Answers whether more may be left. */
export const scoreContacts = command({
  input: z.object({}),
  needs: 'contacts.write',
  unrecorded: 'follows from what is recorded, and from the calendar',
  async run({ tx, ctx }) {
    const [row] =
      await tx`select app.score_contacts(${ctx.workspaceId}, ${ctx.clock.now().toISOString()}::text::timestamptz, ${AT_ONCE}) more`;
    return { isMore: row?.more === true };
  },
});
