import type { ConversationRow } from '@recado/core/conversations/contract';
import { describe, expect, it } from 'vitest';
import { type LoadedList, mergeConversation } from './conversation-list-state.ts';

const row = (id: string, minute: number, over: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  status: 'open',
  unreadCount: 0,
  lastSeq: 1,
  readSeq: 1,
  lastMessageAt: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
  lastMessageId: null,
  lastPreview: 'hola',
  lastKind: 'text',
  lastDirection: 'out',
  lastStatus: 'sent',
  lastAuthorKind: 'person',
  lastAuthorId: null,
  snoozedUntil: null,
  priority: 'none',
  topic: null,
  tagIds: [],
  assigneeId: null,
  clock: null,
  personal: null,
  version: minute,
  contact: { id: `k${id}`, name: id, profileName: null, number: null, kind: 'prospect' },
  channel: { id: 'h', name: 'Recepción', driver: 'simulator', number: null },
  ...over,
});
const ids = (list: LoadedList) => list.rows.map((one) => one.id).join('');
const abc: LoadedList = { rows: [row('c', 3), row('b', 2), row('a', 1)], hasMore: false };

describe('the list of conversations', () => {
  it('moves a conversation up when something happens in it', () => {
    expect(ids(mergeConversation(abc, row('a', 9), 'all'))).toBe('acb');
  });
  it('is the same however often and in whatever order rows are told', () => {
    const told = [row('a', 9), row('d', 7), row('b', 8), row('a', 4), row('d', 7)];
    const there = told.reduce((list, one) => mergeConversation(list, one, 'all'), abc);
    const back = [...told].reverse().reduce((list, one) => mergeConversation(list, one, 'all'), abc);
    expect(ids(there)).toBe('abdc');
    expect(back).toEqual(there);
  });
  it('does not let an old version undo a newer one', () => {
    expect(mergeConversation(abc, row('c', 3, { version: 1, unreadCount: 5 }), 'all')).toBe(abc);
  });
  it('takes a conversation out of a view it no longer belongs to, but not the open one', () => {
    const unread: LoadedList = { rows: [row('b', 2, { unreadCount: 1 })], hasMore: false };
    expect(ids(mergeConversation(unread, row('b', 2, { version: 5 }), 'unread'))).toBe('');
    expect(ids(mergeConversation(unread, row('b', 2, { version: 5 }), 'unread', 'b'))).toBe('b');
  });
  it('leaves what lies below the loaded part to the next page', () => {
    expect(ids(mergeConversation({ ...abc, hasMore: true }, row('z', 0), 'all'))).toBe('cba');
    expect(ids(mergeConversation(abc, row('z', 0), 'all'))).toBe('cbaz');
  });
  it('counts as waiting only what the customer said last and is not closed', () => {
    const none: LoadedList = { rows: [], hasMore: false };
    expect(ids(mergeConversation(none, row('a', 1, { lastDirection: 'in' }), 'waiting'))).toBe('a');
    expect(ids(mergeConversation(none, row('a', 1, { lastDirection: 'in', status: 'closed' }), 'waiting'))).toBe('');
  });
});
