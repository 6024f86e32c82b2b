'use client';

import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../session/use-desk.ts';

/** How much history is kept, what goes next and which files there are. */
export function useHistory() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['history', 'kept'],
    queryFn: () => client.exports.history.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 300_000,
  });
}
