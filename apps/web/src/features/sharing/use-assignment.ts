import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';

/** How the workspace shares out what comes in; no stream tells of it, so each visit asks again. */
export function useAssignment() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.assignment,
    queryFn: () => client.conversations.assignment.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 0,
  });
}
