import { HERE_AGAIN_MS, TYPING_AGAIN_MS } from '@recado/core/conversations/contract';
import { useCallback, useEffect, useRef } from 'react';
import { useDesk } from '../session/use-desk.ts';

/** This page among the others of the same person. */
const pageId = crypto.randomUUID();

/** Tells colleagues that this page shows a conversation, for as long as somebody can see it. */
export function useTellPresence(conversationId: string): void {
  const { client, workspace } = useDesk();
  useEffect(() => {
    let isTold = false;
    const say = (state: 'here' | 'gone') => {
      if (state === 'gone' && !isTold) return;
      isTold = state === 'here';
      const input = { conversationId, pageId, state };
      // what is not told runs out by itself, and what was not heard is said again
      void client.conversations.tellPresence.mutate({ workspaceId: workspace.id, input }).catch(() => {});
    };
    const look = () => say(document.visibilityState === 'visible' ? 'here' : 'gone');
    look();
    const again = setInterval(() => document.visibilityState === 'visible' && say('here'), HERE_AGAIN_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(again);
      document.removeEventListener('visibilitychange', look);
      say('gone');
    };
  }, [client, workspace.id, conversationId]);
}

/** Tells that an answer is being written, a few times a minute at most, and when it no longer is. */
export function useTellTyping(conversationId: string): { typed(): void; stopped(): void } {
  const { client, workspace } = useDesk();
  const toldAt = useRef(0);
  useEffect(() => {
    toldAt.current = 0;
  }, [conversationId]);
  const say = useCallback(
    (state: 'typing' | 'here') =>
      void client.conversations.tellPresence
        .mutate({ workspaceId: workspace.id, input: { conversationId, pageId, state } })
        .catch(() => {}),
    [client, workspace.id, conversationId],
  );
  const typed = useCallback(() => {
    if (Date.now() - toldAt.current < TYPING_AGAIN_MS) return;
    toldAt.current = Date.now();
    say('typing');
  }, [say]);
  const stopped = useCallback(() => {
    if (toldAt.current === 0) return;
    toldAt.current = 0;
    say('here');
  }, [say]);
  return { typed, stopped };
}
