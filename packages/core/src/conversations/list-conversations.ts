import { hotQuery } from '../kernel/index.ts';
import { type ConversationRow, ListConversations } from './contract.ts';

/** A page of a view of the inbox, in the view's order, paged by the last row of the page before. One round trip. */
export const listConversations = hotQuery({
  input: ListConversations,
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const filter = input.filter && Object.keys(input.filter).length > 0 ? input.filter : null;
    // as a text, because the driver would make a Date of it, which knows no microseconds
    const [row] =
      await ctx.db`select app.list_conversations(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${input.view},
      ${input.before?.lastMessageAt ?? null}::text::timestamptz, ${input.before?.id ?? null}, ${input.limit},
      ${filter ? JSON.stringify(filter) : null}::text::jsonb) rows`;
    return (row?.rows ?? []) as ConversationRow[];
  },
});
