'use client';

import type { ConversationRow, ConversationView } from '@recado/core/conversations/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { type LoadedList, mergeConversation, withoutConversation } from './conversation-list-state.ts';

const pageSize = 40;

/** The top of a view, kept up to date by the stream; `loadMore` adds the page below. */
export function useConversations(view: ConversationView) {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  const queries = useQueryClient();
  const loading = useRef(false);
  const queryKey = queryKeys.list(view);

  const read = useCallback(
    async (before: ConversationRow | undefined): Promise<LoadedList> => {
      const mark = journal.mark();
      const rows = await client.conversations.list.query({
        workspaceId: workspace.id,
        input: { view, limit: pageSize, before: before && { lastMessageAt: before.lastMessageAt, id: before.id } },
      });
      let list: LoadedList = { rows, hasMore: rows.length === pageSize };
      for (const change of journal.since(mark)) {
        if (change.topic !== 'conversation') continue;
        list = change.row ? mergeConversation(list, change.row, view) : withoutConversation(list, change.id);
      }
      return list;
    },
    [client, workspace.id, view, journal],
  );
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      await whenReady();
      return await read(undefined);
    },
  });
  const loadMore = useCallback(async () => {
    const known = queries.getQueryData<LoadedList>(queryKeys.list(view));
    if (loading.current || !known?.hasMore) return;
    loading.current = true;
    try {
      const page = await read(known.rows.at(-1));
      queries.setQueryData<LoadedList>(queryKeys.list(view), (now) => {
        // as if all were loaded, so that the rows below the loaded part are let in
        let list: LoadedList = { rows: now?.rows ?? [], hasMore: false };
        for (const row of page.rows) list = mergeConversation(list, row, view);
        return { ...list, hasMore: page.hasMore };
      });
    } finally {
      loading.current = false;
    }
  }, [queries, read, view]);
  return { ...query, loadMore };
}

/** How many conversations are unread and how many wait; the server counts, so that they are right after every refresh. */
export function useCounts() {
  const { client, workspace } = useDesk();
  const { whenReady } = useLive();
  return useQuery({
    queryKey: queryKeys.counts,
    queryFn: async () => {
      await whenReady();
      return await client.conversations.counts.query({ workspaceId: workspace.id, input: {} });
    },
  });
}
