import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';

/** Whether and how the workspace asks how it went; no stream tells of it, so each visit asks again. */
export function useSurvey() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.survey,
    queryFn: () => client.conversations.survey.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 0,
  });
}
