import type { Change } from '@recado/core/conversations/contract';

/**
 * Where to go from an open conversation that is gone: to the one that has its messages now, or with null to the list.
 * Undefined while it is still there.
 */
export function findSuccessor(changes: readonly Change[], openId: string | undefined): string | null | undefined {
  let id = openId;
  for (const change of changes) {
    if (change.topic !== 'conversation' || change.row || change.id !== id) continue;
    if (change.conversationId === change.id) return null;
    id = change.conversationId;
  }
  return id === openId ? undefined : id;
}
