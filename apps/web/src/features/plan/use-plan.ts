'use client';

import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../session/use-desk.ts';

/** The account's plan, what is used of it, and what is sold beside it. */
export function usePlan() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['plan', workspace.id],
    queryFn: () => client.plans.mine.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 60_000,
  });
}
