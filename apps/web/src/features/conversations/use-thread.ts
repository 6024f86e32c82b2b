'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { isSessionOver, wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { type LoadedThread, mergeLive, mergeMessages } from './thread-state.ts';

const pageSize = 50;
/** Of one answer, for whoever goes far up. */
const mostAtOnce = 500;

/** One conversation with its contact and number. An unknown one fails at once instead of being asked for again. */
export function useConversation(conversationId: string) {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  return useQuery({
    queryKey: queryKeys.conversation(conversationId),
    retry: (count, error) => count < 2 && isWorthAnotherTry(error),
    queryFn: async (): Promise<ConversationRow> => {
      await whenReady();
      const mark = journal.mark();
      const row = await client.conversations.get.query({ workspaceId: workspace.id, input: { conversationId } });
      const told = journal.since(mark).findLast((change) => change.topic === 'conversation' && change.id === row.id);
      return told?.topic === 'conversation' && told.row && told.row.version > row.version ? told.row : row;
    },
  });
}

/** The latest messages of a conversation, kept up to date by the stream; `loadOlder` adds the page before, or more where somebody goes far up. */
export function useThread(conversationId: string) {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  const queries = useQueryClient();
  const loading = useRef(false);
  const queryKey = queryKeys.thread(conversationId);

  const read = useCallback(
    async (beforeSeq?: number, limit = pageSize): Promise<LoadedThread> => {
      const rows = await client.conversations.messages.query({
        workspaceId: workspace.id,
        input: { conversationId, beforeSeq, limit },
      });
      return { rows, isComplete: rows.length < limit };
    },
    [client, workspace.id, conversationId],
  );
  const query = useQuery({
    queryKey,
    retry: (count, error) => count < 2 && isWorthAnotherTry(error),
    queryFn: async () => {
      await whenReady();
      const mark = journal.mark();
      const page = await read();
      const told = journal
        .since(mark)
        .flatMap((change) =>
          change.topic === 'message' && change.row?.conversationId === conversationId ? [change.row] : [],
        );
      const known = queries.getQueryData<LoadedThread>(queryKeys.thread(conversationId));
      const isJoined = known && (known.rows.at(-1)?.seq ?? 0) >= (page.rows[0]?.seq ?? 0) - 1;
      // what was loaded above stays when the new page reaches down to it, so that reading on is not interrupted
      const base = isJoined ? { ...known, rows: mergeMessages(known.rows, page.rows) } : page;
      return mergeLive(base, told);
    },
  });
  const loadOlder = useCallback(
    async (many = pageSize) => {
      const known = queries.getQueryData<LoadedThread>(queryKeys.thread(conversationId));
      const first = known?.rows[0];
      if (loading.current || !first || known.isComplete) return;
      loading.current = true;
      try {
        const page = await read(first.seq, Math.min(Math.max(many, pageSize), mostAtOnce));
        queries.setQueryData<LoadedThread>(
          queryKeys.thread(conversationId),
          (now) => now && { rows: mergeMessages(now.rows, page.rows), isComplete: page.isComplete },
        );
      } finally {
        loading.current = false;
      }
    },
    [queries, read, conversationId],
  );
  return { ...query, loadOlder };
}

function isWorthAnotherTry(error: unknown): boolean {
  const { code } = wireErrorOf(error);
  return !isSessionOver(code) && !code.endsWith('otFound') && code !== 'kernel.invalidInput';
}
