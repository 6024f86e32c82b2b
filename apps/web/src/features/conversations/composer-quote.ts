import type { MessageRow } from '@recado/core/conversations/contract';
import { useSyncExternalStore } from 'react';

let chosen: MessageRow | null = null;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The message that the next answer in a conversation will quote; none in any other conversation. */
export const useQuote = (conversationId: string): MessageRow | null => {
  const row = useSyncExternalStore(
    subscribe,
    () => chosen,
    () => null,
  );
  return row?.conversationId === conversationId ? row : null;
};

/** Chooses what to answer to; null for nothing in particular. */
export function setQuote(row: MessageRow | null): void {
  if (chosen === row) return;
  chosen = row;
  for (const listener of listeners) listener();
}
