import type { QueryClient } from '@tanstack/react-query';
import { type LoadedList, withoutConversation } from '../conversations/conversation-list-state.ts';
import { queryKeys } from './query-keys.ts';

/** Takes a conversation that is gone out of every view; what was loaded of it stays for `openId`, which is still being shown. */
export function forgetConversation(queries: QueryClient, id: string, openId?: string): void {
  for (const [key, list] of queries.getQueriesData<LoadedList>({ queryKey: queryKeys.lists }))
    if (list) queries.setQueryData<LoadedList>(key, withoutConversation(list, id));
  if (id === openId) return;
  queries.removeQueries({ queryKey: queryKeys.conversation(id) });
  queries.removeQueries({ queryKey: queryKeys.thread(id) });
}
