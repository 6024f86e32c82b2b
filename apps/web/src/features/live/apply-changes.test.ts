import type { Change, ConversationRow } from '@recado/core/conversations/contract';
import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoadedList } from '../conversations/conversation-list-state.ts';
import { messageRow } from '../conversations/thread-state.test-rows.ts';
import type { LoadedThread } from '../conversations/thread-state.ts';
import { applyChanges } from './apply-changes.ts';
import { findSuccessor } from './find-successor.ts';
import { queryKeys } from './query-keys.ts';

const conversation = (id: string, version: number): ConversationRow => ({
  id,
  status: 'open',
  unreadCount: 1,
  lastSeq: 1,
  readSeq: 0,
  lastMessageAt: `2026-11-20T10:00:0${version}.000Z`,
  lastMessageId: null,
  lastPreview: 'hola',
  lastKind: 'text',
  personal: null,
  lastDirection: 'in',
  lastStatus: 'received',
  lastAuthorKind: 'contact',
  lastAuthorId: null,
  snoozedUntil: null,
  priority: 'none',
  topic: null,
  tagIds: [],
  clock: null,
  assigneeId: null,
  version,
  contact: { id: `k${id}`, name: id, profileName: null, number: null, kind: 'prospect' },
  channel: { id: 'h', name: 'Recepción', driver: 'simulator', number: null },
});
const told = (row: ConversationRow): Change => ({ topic: 'conversation', id: row.id, conversationId: row.id, row });
const joined = (id: string, keptId: string): Change => ({
  topic: 'conversation',
  id,
  conversationId: keptId,
  row: null,
});

describe('what the stream tells', () => {
  let queries: QueryClient;
  const idsIn = (view: 'all' | 'unread' | 'waiting') =>
    queries.getQueryData<LoadedList>(queryKeys.list(view))?.rows.map(({ id }) => id);
  const textsIn = (id: string) =>
    queries.getQueryData<LoadedThread>(queryKeys.thread(id))?.rows.map(({ body }) => body);
  beforeEach(() => {
    queries = new QueryClient();
    const rows = [conversation('kept', 2), conversation('gone', 1)];
    for (const view of ['all', 'unread', 'waiting'] as const)
      queries.setQueryData<LoadedList>(queryKeys.list(view), { rows, hasMore: false });
    for (const row of rows) {
      queries.setQueryData(queryKeys.conversation(row.id), row);
      const rowsOf = [messageRow(1, { id: `${row.id}1`, conversationId: row.id, body: row.id })];
      queries.setQueryData<LoadedThread>(queryKeys.thread(row.id), { rows: rowsOf, isComplete: true });
    }
  });

  it('takes a conversation that is gone out of every view and out of memory', () => {
    applyChanges(queries, [joined('gone', 'kept')]);
    for (const view of ['all', 'unread', 'waiting'] as const) expect(idsIn(view)).toEqual(['kept']);
    expect(queries.getQueryData(queryKeys.conversation('gone'))).toBeUndefined();
    expect(textsIn('gone')).toBeUndefined();
  });
  it('leaves what is on the screen until the person has been taken away from it, though no list names it', () => {
    applyChanges(queries, [joined('gone', 'kept')], 'gone');
    expect(idsIn('all')).toEqual(['kept']);
    expect(textsIn('gone')).toEqual(['gone']);
  });
  it('shows moved messages in the thread where they are now, whatever thread the change was about', () => {
    const moved = messageRow(2, { id: 'gone1', conversationId: 'kept', body: 'gone' });
    applyChanges(queries, [
      { topic: 'message', id: 'gone1', conversationId: 'gone', row: moved },
      told(conversation('kept', 3)),
      joined('gone', 'kept'),
    ]);
    expect(textsIn('kept')).toEqual(['kept', 'gone']);
  });
  it('passes over a message and a number that are gone without a trace', () => {
    const before = [idsIn('all'), textsIn('kept')];
    applyChanges(queries, [
      { topic: 'message', id: 'x', conversationId: 'kept', row: null },
      { topic: 'channel', id: 'h', conversationId: null, row: null },
    ]);
    expect([idsIn('all'), textsIn('kept')]).toEqual(before);
  });
});

describe('the open conversation', () => {
  it('stays while it is there, whatever else is gone', () => {
    expect(findSuccessor([joined('gone', 'kept'), told(conversation('open', 1))], 'open')).toBeUndefined();
    expect(findSuccessor([joined('gone', 'kept')], undefined)).toBeUndefined();
  });
  it('gives way to the one it was joined to, even if that was joined to a third', () => {
    expect(findSuccessor([joined('open', 'kept')], 'open')).toBe('kept');
    expect(findSuccessor([joined('open', 'kept'), joined('kept', 'third')], 'open')).toBe('third');
  });
  it('gives way to the list when nobody has its messages', () => {
    expect(findSuccessor([joined('open', 'open')], 'open')).toBeNull();
  });
});
