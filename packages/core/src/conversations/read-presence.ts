import { z } from 'zod';
import { hotQuery } from '../kernel/index.ts';

/** Which of some conversations the caller sees, and the names of some colleagues: what a stream asks before it tells who is where. */
export const readPresence = hotQuery({
  input: z.object({ conversationIds: z.array(z.uuid()), personIds: z.array(z.uuid()) }),
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const [row] = await ctx.db`select app.read_presence(${door.pass}, ${door.personId}, ${ctx.workspaceId},
      ${input.conversationIds}::uuid[], ${input.personIds}::uuid[]) seen`;
    return row?.seen as { conversationIds: string[]; names: Record<string, string> };
  },
});
