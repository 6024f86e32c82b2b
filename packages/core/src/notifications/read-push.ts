import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { NotificationKind, PushTold } from './contract.ts';

export type DuePush = { endpoint: string; p256dh: Buffer; auth: Buffer; isLive: boolean; locale: string } & PushTold;

/** What one browser is to be told of a notification, or null when there is nothing to tell it any more. */
export const readPush = query({
  input: z.object({ notificationId: z.uuid(), subscriptionId: z.uuid() }),
  needs: 'conversations.read',
  async run({ tx, ctx }, { notificationId, subscriptionId }): Promise<DuePush | null> {
    const [row] = await tx`
      select endpoint, p256dh, auth, live, locale, kind, name, preview, workspace, conversation_id "conversationId", unread
        from guard.push_to_send(${ctx.workspaceId}, ${notificationId}, ${subscriptionId})`;
    if (!row) return null;
    const { live, kind, ...rest } = row;
    return { ...rest, notificationId, kind: kind as NotificationKind, isLive: live } as DuePush;
  },
});
