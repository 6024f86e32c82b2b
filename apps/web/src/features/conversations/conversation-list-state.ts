import type { ConversationFilter, ConversationRow, ConversationView } from '@recado/core/conversations/contract';

/** The loaded top of a view. `hasMore` tells that further rows exist on the server. */
export type LoadedList = { rows: readonly ConversationRow[]; hasMore: boolean };
/** What a list was asked for: a view, what narrows it, and whose it is where that matters. */
export type Asked = { view: ConversationView; filter?: ConversationFilter; me?: string };

export const isOpen = ({ status }: Pick<ConversationRow, 'status'>): boolean =>
  status === 'open' || status === 'in_progress' || status === 'waiting';

/** Whether a conversation belongs to what was asked for. */
export function belongsTo({ view, filter = {}, me }: Asked, row: ConversationRow): boolean {
  const { assignee } = filter;
  if (filter.channelId !== undefined && row.channel.id !== filter.channelId) return false;
  if (filter.tagId !== undefined && !row.tagIds.includes(filter.tagId)) return false;
  if (filter.priority !== undefined && row.priority !== filter.priority) return false;
  if (filter.topic !== undefined && row.topic !== filter.topic) return false;
  if (assignee !== undefined && row.assigneeId !== (assignee === 'me' ? me : assignee === 'nobody' ? null : assignee))
    return false;
  switch (view) {
    case 'mine':
      return isOpen(row) && row.assigneeId === me;
    case 'unassigned':
      return isOpen(row) && row.assigneeId === null;
    case 'unread':
      return isOpen(row) && row.unreadCount > 0;
    case 'waiting':
      return isOpen(row) && row.lastDirection === 'in';
    case 'due':
      return isOpen(row) && row.clock !== null;
    case 'snoozed':
      return row.status === 'snoozed';
    case 'closed':
      return row.status === 'closed' || row.status === 'archived';
    case 'every':
      return true;
    default:
      return isOpen(row);
  }
}

/**
 * Puts a told row into a loaded list: in its order, each id once, never an older version over a newer one. A row beyond the loaded part stays
 * out, since the next page will bring it. `keepId` (the open conversation) stays where it was unread or waited until the person leaves, so
 * that reading or answering does not make it vanish under the cursor.
 */
export function mergeConversation(
  list: LoadedList,
  row: ConversationRow,
  of: ConversationView | Asked,
  keepId?: string,
): LoadedList {
  const asked = typeof of === 'string' ? { view: of } : of;
  const known = list.rows.find((one) => one.id === row.id);
  if (known && known.version >= row.version) return list;
  const others = list.rows.filter((one) => one.id !== row.id);
  const isKept = known && row.id === keepId && isOpen(row) && ['unread', 'waiting', 'due'].includes(asked.view);
  if (!isKept && !belongsTo(asked, row)) return known ? { ...list, rows: others } : list;
  const last = others.at(-1);
  if (!known && list.hasMore && last && isBefore(asked.view, last, row)) return list;
  return { ...list, rows: [...others, row].sort((a, b) => (isBefore(asked.view, a, b) ? -1 : 1)) };
}

/** The same list without a conversation that is gone. */
export function withoutConversation(list: LoadedList, id: string): LoadedList {
  return list.rows.some((one) => one.id === id) ? { ...list, rows: list.rows.filter((one) => one.id !== id) } : list;
}

/** By what a row stands in its view: when it spoke last, when it comes back, or until when it is owed something. */
export const placeOf = (view: ConversationView, row: ConversationRow): string =>
  (view === 'snoozed' ? row.snoozedUntil : view === 'due' ? row.clock?.dueAt : null) ?? row.lastMessageAt;

function isBefore(view: ConversationView, one: ConversationRow, other: ConversationRow): boolean {
  const [a, b] = [placeOf(view, one), placeOf(view, other)];
  // whoever waits longest, or is owed first, comes first
  const rises = view === 'waiting' || view === 'snoozed' || view === 'due';
  return a === b ? one.id > other.id !== rises : a > b !== rises;
}
