'use client';

import type { ChangeConversations, ConversationRow } from '@recado/core/conversations/contract';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import type { z } from 'zod';
import { askedOf, queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { belongsTo, type LoadedList } from './conversation-list-state.ts';

export type Change = z.input<typeof ChangeConversations>['change'];

/** A row as it will be once a change is done. */
export function changedRow(row: ConversationRow, change: Change): ConversationRow {
  const { snoozedUntil, addTagIds = [], removeTagIds = [], read, ...plain } = change;
  const status = snoozedUntil ? 'snoozed' : (plain.status ?? row.status);
  const isOver = (status === 'closed' || status === 'archived') && status !== row.status;
  return {
    ...row,
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    status,
    snoozedUntil: snoozedUntil ?? (status === 'snoozed' ? row.snoozedUntil : null),
    tagIds: [...new Set([...row.tagIds, ...addTagIds])].filter((id) => !removeTagIds.includes(id)),
    ...(read || isOver ? { unreadCount: 0, readSeq: row.lastSeq } : {}),
  };
}

/**
 * Changes conversations: shown at once, said in passing with the way back. What went wrong is said and shown as it really is; taken back is
 * only what nobody has changed since.
 */
export function useChange() {
  const t = useTranslations('inbox.done');
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const refresh = useCallback(
    () =>
      Promise.all(
        [queryKeys.lists, queryKeys.counts, ['conversation'], ['asides']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      ),
    [queries],
  );
  return useCallback(
    async (rows: readonly ConversationRow[], change: Change, said: string): Promise<boolean> => {
      const ids = new Set(rows.map(({ id }) => id));
      // the version stays: what the stream tells of the change comes with a greater one
      for (const [key, list] of queries.getQueriesData<LoadedList>({ queryKey: queryKeys.lists })) {
        if (!list?.rows.some(({ id }) => ids.has(id))) continue;
        const shown = list.rows.map((row) => (ids.has(row.id) ? changedRow(row, change) : row));
        const kept = shown.filter((row) => !ids.has(row.id) || belongsTo(askedOf(key), row));
        queries.setQueryData<LoadedList>(key, { ...list, rows: kept });
      }
      for (const id of ids)
        queries.setQueryData<ConversationRow>(queryKeys.conversation(id), (row) => row && changedRow(row, change));
      try {
        const input = { conversationIds: [...ids], change };
        const { changed } = await client.conversations.change.mutate({ workspaceId: workspace.id, input });
        void queries.invalidateQueries({ queryKey: queryKeys.counts });
        // what one does oneself is shown before the stream tells of it, so nothing else asks what stands in the thread now
        void queries.invalidateQueries({ queryKey: ['asides'] });
        const undo = async () => {
          try {
            await client.conversations.restore.mutate({ workspaceId: workspace.id, input: { items: changed } });
            toast(t('undone'));
          } catch (error) {
            toast(errorText(error));
          }
          await refresh();
        };
        if (changed.length > 0)
          toast(said, { duration: 8_000, action: { label: t('undo'), onClick: () => void undo() } });
        // some of them were not there any more
        if (changed.length < ids.size) void refresh();
        return true;
      } catch (error) {
        toast(errorText(error));
        await refresh();
        return false;
      }
    },
    [client, workspace.id, queries, errorText, refresh, t],
  );
}
