import type { PresenceRow } from '@recado/core/conversations/contract';
import { useSyncExternalStore } from 'react';

type People = PresenceRow['people'];
const nobody: People = [];
const rows = new Map<string, People>();
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Which colleagues have which conversation open, as the stream tells it. */
export const presence = {
  put(told: readonly PresenceRow[]): void {
    for (const { conversationId, people } of told) {
      if (people.length > 0) rows.set(conversationId, people);
      else rows.delete(conversationId);
    }
    tell();
  },
  clear(): void {
    if (rows.size === 0) return;
    rows.clear();
    tell();
  },
};

/** The colleagues who have a conversation open now. */
export const usePresence = (conversationId: string): People =>
  useSyncExternalStore(
    subscribe,
    () => rows.get(conversationId) ?? nobody,
    () => nobody,
  );
