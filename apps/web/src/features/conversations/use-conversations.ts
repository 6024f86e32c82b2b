'use client';

import type { ConversationFilter, ConversationRow } from '@recado/core/conversations/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import {
  type Asked,
  type LoadedList,
  mergeConversation,
  placeOf,
  withoutConversation,
} from './conversation-list-state.ts';
import type { InboxView } from './use-inbox-place.ts';

const pageSize = 40;
/** The same each time, so that what it is asked with stays the same too. */
export const noFilter: ConversationFilter = {};

/** The top of a view, kept up to date by the stream; `loadMore` adds the page below. */
export function useConversations(view: InboxView, filter: ConversationFilter) {
  const { client, workspace, viewer } = useDesk();
  const { journal, whenReady } = useLive();
  const queries = useQueryClient();
  const loading = useRef(false);
  const me = viewer.person.id;
  const asked = useMemo((): Asked => ({ view, filter, me }), [view, filter, me]);
  const queryKey = useMemo(() => queryKeys.list(asked), [asked]);

  const read = useCallback(
    async (before: ConversationRow | undefined): Promise<LoadedList> => {
      const mark = journal.mark();
      const rows = await client.conversations.list.query({
        workspaceId: workspace.id,
        input: {
          view,
          filter,
          limit: pageSize,
          before: before && { lastMessageAt: placeOf(view, before), id: before.id },
        },
      });
      let list: LoadedList = { rows, hasMore: rows.length === pageSize };
      for (const change of journal.since(mark)) {
        if (change.topic !== 'conversation') continue;
        list = change.row ? mergeConversation(list, change.row, asked) : withoutConversation(list, change.id);
      }
      return list;
    },
    [client, workspace.id, view, filter, asked, journal],
  );
  const query = useQuery({
    queryKey,
    queryFn: async () => {
      await whenReady();
      return await read(undefined);
    },
  });
  const loadMore = useCallback(async () => {
    const known = queries.getQueryData<LoadedList>(queryKey);
    if (loading.current || !known?.hasMore) return;
    loading.current = true;
    try {
      const page = await read(known.rows.at(-1));
      queries.setQueryData<LoadedList>(queryKey, (now) => {
        // as if all were loaded, so that the rows below the loaded part are let in
        let list: LoadedList = { rows: now?.rows ?? [], hasMore: false };
        for (const row of page.rows) list = mergeConversation(list, row, asked);
        return { ...list, hasMore: page.hasMore };
      });
    } finally {
      loading.current = false;
    }
  }, [queries, read, asked, queryKey]);
  return { ...query, loadMore };
}

/** How many conversations each view has; the server counts, so that they are right after every refresh. */
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
