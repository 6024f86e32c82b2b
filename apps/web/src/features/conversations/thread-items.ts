import type { MessageRow } from '@recado/core/conversations/contract';
import { dayKey } from '@recado/i18n';
import type { PendingMessage } from './thread-state.ts';

/** What a thread shows from top to bottom. `isFirst` opens a run of one author, which alone names its author. */
export type ThreadItem =
  | { type: 'start'; key: 'start' }
  | { type: 'day'; key: string; at: string }
  | { type: 'unread'; key: 'unread' }
  | { type: 'message'; key: string; row: MessageRow; isFirst: boolean }
  | { type: 'pending'; key: string; pending: PendingMessage; isFirst: boolean };

/**
 * Lays out a thread: a divider before each new day, one before the first message above `readSeq` that came in, runs by author.
 * A sent message keeps its key when its row arrives, so that its bubble does not blink.
 */
export function threadItems(input: {
  rows: readonly MessageRow[];
  pending: readonly PendingMessage[];
  readSeq: number | null;
  isComplete: boolean;
  timeZone?: string;
}): ThreadItem[] {
  const items: ThreadItem[] = input.isComplete ? [{ type: 'start', key: 'start' }] : [];
  let day = '';
  let author = '';
  let isUnreadShown = input.readSeq === null;
  const open = (at: string, nextAuthor: string): boolean => {
    const nextDay = dayKey(new Date(at), input.timeZone);
    const isNewDay = nextDay !== day;
    if (isNewDay) items.push({ type: 'day', key: `day-${nextDay}-${items.length === 0 ? 'top' : ''}`, at });
    const isFirst = isNewDay || nextAuthor !== author;
    day = nextDay;
    author = nextAuthor;
    return isFirst;
  };
  for (const row of input.rows) {
    let isFirst = open(row.occurredAt, authorKey(row));
    if (!isUnreadShown && row.direction === 'in' && row.seq > (input.readSeq ?? 0)) {
      items.push({ type: 'unread', key: 'unread' });
      isUnreadShown = true;
      isFirst = true;
    }
    items.push({ type: 'message', key: row.clientMessageId ?? row.id, row, isFirst });
  }
  for (const pending of input.pending) {
    const isFirst = open(pending.createdAt, 'me');
    items.push({ type: 'pending', key: pending.clientMessageId, pending, isFirst });
  }
  return items;
}

function authorKey(row: MessageRow): string {
  return row.direction === 'in'
    ? `them:${row.author.name ?? ''}`
    : `${row.author.kind}:${row.author.id ?? row.author.name ?? ''}`;
}
