'use client';

import { useQuery } from '@tanstack/react-query';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

const linksKey = ['links'];

/** The workspace's links; no stream tells of them, so each visit asks again. */
export function useLinks() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: linksKey,
    queryFn: () => client.links.list.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
}

/** Does something about links and shows how things are then. */
export const useLinksAction = () => useAction([linksKey]);
