import { hotQuery } from '../kernel/index.ts';
import { ConversationId, type ConversationRow, conversationErrors } from './contract.ts';

/** One conversation with its contact and number. */
export const getConversation = hotQuery({
  input: ConversationId,
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const [row] =
      await ctx.db`select app.get_conversation(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.conversationId}) row`;
    if (!row?.row) throw conversationErrors.notFound();
    return row.row as ConversationRow;
  },
});
