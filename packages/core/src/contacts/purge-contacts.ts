import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { contactEvents, UNDO_DAYS } from './contract.ts';

/** So many go in one transaction; a contact brings all its messages along. */
const AT_ONCE = 50;

/**
 * Removes contacts whose thirty days in the bin are over, with their conversations, brings up to date when everybody was last in touch, and forgets
 * what of merges can no longer be undone.
 * Called behind the system's door; answers whether more may be left.
 */
export const purgeContacts = command({
  input: z.object({}),
  needs: 'contacts.write',
  unrecorded: 'most hours nobody’s time in the bin is over; where somebody’s is, it is recorded',
  async run({ tx, ctx, record, afterCommit }) {
    const [row] =
      await tx`select app.touch_contacts(${ctx.workspaceId}) touched, app.forget_merges(${ctx.workspaceId}, ${UNDO_DAYS}) forgotten, app.purge_contacts(${ctx.workspaceId}, ${AT_ONCE}) gone`;
    const count = Number(row?.gone ?? 0);
    if (count > 0) {
      await record(contactEvents.purged, { count });
      afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    }
    return { count, isMore: count === AT_ONCE };
  },
});
