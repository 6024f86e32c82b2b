'use client';

import type { NotificationRow, Preferences } from '@recado/core/notifications/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { useDesk } from '../session/use-desk.ts';
import { withRead } from './notification-state.ts';

export const notificationsKey = ['notifications'] as const;
export type NotificationPage = {
  rows: NotificationRow[];
  hasMore: boolean;
  unread: number;
  preferences: Preferences;
};
type Meant = { ids: string[] } | { conversationId: string } | { upTo: string };

/** What this person is told here: the newest of it, how much is unread as the server counts, and what they chose. */
export function useNotifications() {
  const { client, workspace } = useDesk();
  const { whenReady } = useLive();
  const queries = useQueryClient();
  const isLoading = useRef(false);
  const query = useQuery<NotificationPage>({
    queryKey: notificationsKey,
    queryFn: async () => {
      await whenReady();
      return await client.notifications.list.query({ workspaceId: workspace.id, input: {} });
    },
  });
  const loadMore = useCallback(async () => {
    const last = queries.getQueryData<NotificationPage>(notificationsKey)?.rows.at(-1);
    if (isLoading.current || !last) return;
    isLoading.current = true;
    try {
      const input = { before: { at: last.at, id: last.id } };
      const below = await client.notifications.list.query({ workspaceId: workspace.id, input });
      queries.setQueryData<NotificationPage>(notificationsKey, (now) => {
        const known = new Set(now?.rows.map(({ id }) => id));
        return (
          now && {
            ...now,
            rows: [...now.rows, ...below.rows.filter(({ id }) => !known.has(id))],
            hasMore: below.hasMore,
          }
        );
      });
    } finally {
      isLoading.current = false;
    }
  }, [client, queries, workspace.id]);
  const markRead = useCallback(
    (meant: Meant) => {
      const isMeant = (row: NotificationRow) =>
        'ids' in meant
          ? meant.ids.includes(row.id)
          : 'upTo' in meant
            ? row.at <= meant.upTo
            : row.conversationId === meant.conversationId;
      queries.setQueryData<NotificationPage>(notificationsKey, (now) => now && withRead(now, isMeant));
      // what was not taken for read is shown as it is again
      void client.notifications.markRead
        .mutate({ workspaceId: workspace.id, input: meant })
        .catch(() => {})
        .finally(() => void queries.invalidateQueries({ queryKey: notificationsKey }));
    },
    [client, queries, workspace.id],
  );
  return { ...query, loadMore, markRead };
}
