import { hotQuery } from '../kernel/index.ts';
import { conversationErrors, ListMessages, type MessageRow } from './contract.ts';

/** A page of a thread, oldest first, ending before `beforeSeq`. One round trip. */
export const listMessages = hotQuery({
  input: ListMessages,
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const [row] =
      await ctx.db`select app.list_messages(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.conversationId},
      ${input.beforeSeq ?? null}, ${input.limit}) rows`;
    if (!row?.rows) throw conversationErrors.notFound();
    return row.rows as MessageRow[];
  },
});
