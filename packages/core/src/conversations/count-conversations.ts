import { z } from 'zod';
import { hotQuery } from '../kernel/index.ts';
import type { ConversationCounts } from './contract.ts';

/** How many conversations are in each view that is counted; each stops counting at 100. */
export const countConversations = hotQuery({
  input: z.object({}),
  needs: 'conversations.read',
  async call(ctx, door) {
    const [row] =
      await ctx.db`select app.count_conversations(${door.pass}, ${door.personId}, ${ctx.workspaceId}) counts`;
    return row?.counts as ConversationCounts;
  },
});
