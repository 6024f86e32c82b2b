import type { Asides, MarkRow, MessageRow, NoteRow, PlannedRow } from '@recado/core/conversations/contract';
import { dayKey } from '@recado/i18n';
import { placeAsides } from './asides.ts';
import type { PendingMessage } from './thread-state.ts';

/** What a thread shows from top to bottom. `isFirst` opens a run of one author, which alone names its author. */
export type ThreadItem =
  | { type: 'start'; key: 'start' }
  | { type: 'day'; key: string; at: string }
  | { type: 'unread'; key: 'unread' }
  /** So many in a row came while nothing was connected, and were brought in afterwards. */
  | { type: 'recovered'; key: string; count: number }
  | { type: 'note'; key: string; note: NoteRow }
  /** What was done to the conversation; what was done in a row is one. */
  | { type: 'marks'; key: string; marks: readonly MarkRow[] }
  | { type: 'message'; key: string; row: MessageRow; isFirst: boolean }
  /** What waits for its moment, below everything that was said. */
  | { type: 'planned'; key: string; row: PlannedRow }
  | { type: 'pending'; key: string; pending: PendingMessage; isFirst: boolean };

/**
 * Lays out a thread: a divider before each new day, one before the first message above `readSeq` that came in, one before those in a row that came
 * while nothing was connected, runs by author.
 * A sent message keeps its key when its row arrives, so that its bubble does not blink.
 */
export function threadItems(input: {
  rows: readonly MessageRow[];
  pending: readonly PendingMessage[];
  readSeq: number | null;
  isComplete: boolean;
  /** Whether its last row is the last of the thread; so it is where this is left out. */
  isEnd?: boolean;
  asides?: Asides;
  planned?: readonly PlannedRow[];
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
  const places = placeAsides(input.rows, input.asides ?? nothingBeside, input.isComplete, input.isEnd);
  const putAsides = (after: number) => {
    for (const aside of places.get(after) ?? []) {
      const last = items.at(-1);
      if (aside.type === 'mark' && last?.type === 'marks' && dayKey(new Date(aside.at), input.timeZone) === day) {
        items[items.length - 1] = { ...last, marks: [...last.marks, aside.mark] };
        continue;
      }
      open(aside.at, '');
      items.push(
        aside.type === 'note'
          ? { type: 'note', key: `note-${aside.note.clientNoteId}`, note: aside.note }
          : { type: 'marks', key: `mark-${aside.mark.id}`, marks: [aside.mark] },
      );
    }
  };
  putAsides(0);
  for (const [at, row] of input.rows.entries()) {
    let isFirst = open(row.occurredAt, authorKey(row));
    if (row.recovered && !input.rows[at - 1]?.recovered) {
      const end = input.rows.findIndex((each, n) => n > at && !each.recovered);
      const count = (end === -1 ? input.rows.length : end) - at;
      items.push({ type: 'recovered', key: `recovered-${row.id}`, count });
      isFirst = true;
    }
    if (!isUnreadShown && row.direction === 'in' && row.seq > (input.readSeq ?? 0)) {
      items.push({ type: 'unread', key: 'unread' });
      isUnreadShown = true;
      isFirst = true;
    }
    items.push({ type: 'message', key: row.clientMessageId ?? row.id, row, isFirst });
    putAsides(row.seq);
  }
  for (const pending of input.pending) {
    const isFirst = open(pending.createdAt, 'me');
    items.push({ type: 'pending', key: pending.clientMessageId, pending, isFirst });
  }
  for (const row of input.planned ?? []) items.push({ type: 'planned', key: `planned-${row.id}`, row });
  return items;
}

const nothingBeside: Asides = { notes: [], marks: [] };

function authorKey(row: MessageRow): string {
  return row.direction === 'in'
    ? `them:${row.author.name ?? ''}`
    : `${row.author.kind}:${row.author.id ?? row.author.name ?? ''}`;
}
