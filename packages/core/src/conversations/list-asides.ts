import { hotQuery } from '../kernel/index.ts';
import { type Asides, conversationErrors, ListAsides } from './contract.ts';

/** What stands in a thread beside its messages, from one of them on: notes, and what was done to the conversation. One round trip. */
export const listAsides = hotQuery({
  input: ListAsides,
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const [row] =
      await ctx.db`select app.list_asides(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.conversationId}, ${input.fromSeq}) asides`;
    if (!row?.asides) throw conversationErrors.notFound();
    return row.asides as Asides;
  },
});
