import { z } from 'zod';
import { query } from '../kernel/index.ts';

/** In which browsers somebody is to be told of a notification now, by the ids of their subscriptions. */
export const listPushes = query({
  input: z.object({ notificationId: z.uuid() }),
  needs: 'conversations.read',
  async run({ tx, ctx }, { notificationId }): Promise<string[]> {
    const rows = await tx`select id from guard.push_to_send(${ctx.workspaceId}, ${notificationId}, null)`;
    return rows.map(({ id }) => id as string);
  },
});
