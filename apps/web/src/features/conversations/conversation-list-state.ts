import type { ConversationRow, ConversationView } from '@recado/core/conversations/contract';

/** The loaded top of a view. `hasMore` tells that older rows exist on the server. */
export type LoadedList = { rows: readonly ConversationRow[]; hasMore: boolean };

/** Whether a conversation belongs to a view. */
export function belongsTo(view: ConversationView, row: ConversationRow): boolean {
  if (view === 'unread') return row.unreadCount > 0;
  if (view === 'waiting') return row.lastDirection === 'in' && ['open', 'in_progress', 'waiting'].includes(row.status);
  return true;
}

/**
 * Puts a told row into a loaded view: newest first, each id once, never an older version over a newer one.
 * A row below the loaded part stays out, since the next page will bring it. `keepId` (the open conversation) stays in
 * its view until the person leaves, so that reading does not make it vanish under the cursor.
 */
export function mergeConversation(
  list: LoadedList,
  row: ConversationRow,
  view: ConversationView,
  keepId?: string,
): LoadedList {
  const known = list.rows.find((one) => one.id === row.id);
  if (known && known.version >= row.version) return list;
  const others = list.rows.filter((one) => one.id !== row.id);
  if (!belongsTo(view, row) && !(known && row.id === keepId)) return known ? { ...list, rows: others } : list;
  const last = others.at(-1);
  if (!known && list.hasMore && last && isBefore(last, row)) return list;
  return { ...list, rows: [...others, row].sort((a, b) => (isBefore(a, b) ? -1 : 1)) };
}

/** The same view without a conversation that is gone. */
export function withoutConversation(list: LoadedList, id: string): LoadedList {
  return list.rows.some((one) => one.id === id) ? { ...list, rows: list.rows.filter((one) => one.id !== id) } : list;
}

function isBefore(one: ConversationRow, other: ConversationRow): boolean {
  return one.lastMessageAt === other.lastMessageAt ? one.id > other.id : one.lastMessageAt > other.lastMessageAt;
}
