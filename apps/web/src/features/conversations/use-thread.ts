'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { isSessionOver, wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import {
  addNewer,
  addOlder,
  type LoadedPart,
  type LoadedThread,
  leavePast,
  mergeLive,
  mergeMessages,
  openPast,
  partOf,
} from './thread-state.ts';

const pageSize = 50;
/** Of one answer, for whoever goes far up. */
const mostAtOnce = 500;
/** Of one answer, around a place that is far up; so many of them stand below it. */
const aroundPlace = 120;
const belowPlace = 60;

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

/**
 * The latest messages of a conversation, kept up to date by the stream. `loadOlder` adds the page before what is read, or more where somebody goes up;
 * `loadAround` opens a part far above, `loadNewer` goes on from there, and `toEnd` leaves it.
 */
export function useThread(conversationId: string) {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  const queries = useQueryClient();
  const loading = useRef(false);
  const queryKey = queryKeys.thread(conversationId);

  const read = useCallback(
    async (beforeSeq?: number, limit = pageSize): Promise<LoadedPart> => {
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
      const base = isJoined ? { ...known, rows: mergeMessages(known.rows, page.rows) } : { ...page, past: known?.past };
      return mergeLive(base, told);
    },
  });
  const change = useCallback(
    (how: (thread: LoadedThread) => LoadedThread) =>
      queries.setQueryData<LoadedThread>(queryKeys.thread(conversationId), (now) => now && how(now)),
    [queries, conversationId],
  );
  /** One answer at a time; whoever scrolls on asks again. */
  const alone = useCallback(
    async (work: (known: LoadedThread) => Promise<void>) => {
      const known = queries.getQueryData<LoadedThread>(queryKeys.thread(conversationId));
      if (loading.current || !known) return;
      loading.current = true;
      try {
        await work(known);
      } finally {
        loading.current = false;
      }
    },
    [queries, conversationId],
  );
  const loadOlder = useCallback(
    (many = pageSize) =>
      alone(async (known) => {
        const { rows, isComplete } = partOf(known);
        const first = rows[0]?.seq;
        if (first === undefined || isComplete) return;
        const page = await read(first, Math.min(Math.max(many, pageSize), mostAtOnce));
        change((now) => addOlder(now, page, first));
      }),
    [alone, read, change],
  );
  const loadNewer = useCallback(
    () =>
      alone(async ({ past, rows }) => {
        const last = past?.rows.at(-1)?.seq;
        if (last === undefined) return;
        const end = rows[0]?.seq ?? 0;
        for (let upTo = last + pageSize + 1; ; upTo += mostAtOnce) {
          const limit = upTo === last + pageSize + 1 ? pageSize : mostAtOnce;
          const page = await read(Math.min(upTo, end), limit);
          if (page.rows.some(({ seq }) => seq > last)) return void change((now) => addNewer(now, page.rows, last));
          // a stretch without any message is passed over
          if (upTo >= end) return void change(leavePast);
        }
      }),
    [alone, read, change],
  );
  const loadAround = useCallback(
    (seq: number) =>
      alone(async () => {
        const part = await read(seq + belowPlace + 1, aroundPlace);
        if (part.rows.length === 0) throw new Error(`No message at or above ${seq}.`);
        change((now) => openPast(now, part));
      }),
    [alone, read, change],
  );
  const toEnd = useCallback(() => change(leavePast), [change]);
  return { ...query, loadOlder, loadNewer, loadAround, toEnd };
}

function isWorthAnotherTry(error: unknown): boolean {
  const { code } = wireErrorOf(error);
  return !isSessionOver(code) && !code.endsWith('otFound') && code !== 'kernel.invalidInput';
}
