import type { ChannelRow } from '@recado/core/channels/contract';
import type { Asides, Change, ConversationRow, MessageRow } from '@recado/core/conversations/contract';
import type { QueryClient } from '@tanstack/react-query';
import { mergeNotes } from '../conversations/asides.ts';
import { type LoadedList, mergeConversation } from '../conversations/conversation-list-state.ts';
import { type LoadedThread, mergeLive } from '../conversations/thread-state.ts';
import { forgetConversation } from './forget-conversation.ts';
import { askedOf, queryKeys } from './query-keys.ts';

/** Puts what the stream told into everything that is loaded. What is not loaded is left to be asked for. */
export function applyChanges(queries: QueryClient, changes: readonly Change[], openConversationId?: string): void {
  const messages = new Map<string, MessageRow[]>();
  for (const change of changes) {
    if (change.topic === 'message') {
      if (!change.row) continue;
      // a change may be older than the move of its message to another thread: the row knows where it is
      const { conversationId } = change.row;
      messages.set(conversationId, [...(messages.get(conversationId) ?? []), change.row]);
    } else if (change.topic === 'conversation') {
      if (change.row) applyConversation(queries, change.row, openConversationId);
      else forgetConversation(queries, change.id, openConversationId);
    } else if (change.topic === 'note') {
      const { row } = change;
      if (!row) continue;
      queries.setQueriesData<Asides>({ queryKey: queryKeys.asides(row.conversationId) }, (asides) =>
        mergeNotes(asides, [row]),
      );
    } else if (change.topic === 'planned') {
      void queries.invalidateQueries({ queryKey: queryKeys.planned(change.conversationId) });
    } else if (change.topic === 'aside') {
      void queries.invalidateQueries({ queryKey: queryKeys.asides(change.conversationId) });
    } else if (change.topic === 'contact') {
      for (const queryKey of [queryKeys.contact(change.id), ['timeline', change.id], queryKeys.contacts])
        void queries.invalidateQueries({ queryKey });
    } else if (change.topic === 'channel' && change.row) applyChannel(queries, change.row);
  }
  for (const [conversationId, rows] of messages) {
    queries.setQueryData<LoadedThread>(queryKeys.thread(conversationId), (thread) => thread && mergeLive(thread, rows));
  }
}

function applyConversation(queries: QueryClient, row: ConversationRow, openId?: string): void {
  const known = queries.getQueryData<ConversationRow>(queryKeys.conversation(row.id));
  // what was done to it stands in its thread
  if (known && known.version < row.version && isDoneTo(known, row))
    void queries.invalidateQueries({ queryKey: queryKeys.asides(row.id) });
  for (const [key, list] of queries.getQueriesData<LoadedList>({ queryKey: queryKeys.lists }))
    if (list) queries.setQueryData<LoadedList>(key, mergeConversation(list, row, askedOf(key), openId));
  queries.setQueryData<ConversationRow>(queryKeys.conversation(row.id), (known) =>
    known && known.version >= row.version ? known : row,
  );
}

function applyChannel(queries: QueryClient, row: ChannelRow): void {
  queries.setQueryData<ChannelRow[]>(queryKeys.channels, (known) => {
    if (!known) return known;
    return known.some(({ id }) => id === row.id)
      ? known.map((one) => (one.id === row.id ? row : one))
      : [...known, row];
  });
}

/** Whether somebody did something to a conversation, rather than wrote in it. */
function isDoneTo(known: ConversationRow, row: ConversationRow): boolean {
  const { id: _, version: __, contact: ___, channel: ____, ...rest } = row;
  return Object.entries(rest).some(
    ([field, value]) =>
      !/^(last|read|unread)/.test(field) &&
      JSON.stringify(value) !== JSON.stringify(known[field as keyof ConversationRow]),
  );
}
