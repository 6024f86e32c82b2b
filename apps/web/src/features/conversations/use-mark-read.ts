'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

/** Tells the server what has been read: everything up to `seq`, once the page is really in front of somebody. */
export function useMarkRead(conversation: ConversationRow, seq: number): void {
  const { client, workspace } = useDesk();
  const mayWrite = useMay('conversations.write');
  const isVisible = useIsVisible();
  const isUnread = mayWrite && conversation.unreadCount > 0 && seq > conversation.readSeq;
  useEffect(() => {
    if (!isUnread || !isVisible) return;
    const input = { conversationId: conversation.id, seq };
    // a failure is no harm: the next message or the next visit says it again
    void client.conversations.markRead.mutate({ workspaceId: workspace.id, input }).catch(() => {});
  }, [client, workspace.id, conversation.id, seq, isUnread, isVisible]);
}

function useIsVisible(): boolean {
  const [isVisible, setVisible] = useState(true);
  useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible' && document.hasFocus());
    look();
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    addEventListener('blur', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
      removeEventListener('blur', look);
    };
  }, []);
  return isVisible;
}
