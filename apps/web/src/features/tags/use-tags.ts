'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

/** The workspace's labels, by name. No stream tells of them, so each visit asks again and a page that stays asks now and then. */
export function useTags() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.tags,
    queryFn: () => client.tags.list.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 30_000,
    refetchOnWindowFocus: true,
  });
}

/** Does something about the labels and shows how they are then. */
export const useTagAction = () => useAction([queryKeys.tags]);
