'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { useDesk } from '../session/use-desk.ts';

const queryKey = ['home'] as const;
const calmMs = 3_000;

/** What the workspace begins with; asked again a little after the stream tells of something, and now and then by itself. */
export function useHome() {
  const { client, workspace } = useDesk();
  const { subscribe } = useLive();
  const queries = useQueryClient();
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = subscribe(() => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        void queries.invalidateQueries({ queryKey });
      }, calmMs);
    });
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [subscribe, queries]);
  return useQuery({
    queryKey,
    queryFn: () => client.reports.home.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: 60_000,
  });
}
