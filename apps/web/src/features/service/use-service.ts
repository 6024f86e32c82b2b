import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';

/** How soon the workspace answers and resolves; no stream tells of it, so each visit asks again. */
export function useService() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.service,
    queryFn: () => client.conversations.service.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 0,
  });
}
