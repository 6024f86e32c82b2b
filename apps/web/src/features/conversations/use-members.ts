'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

/** The people of the workspace, asked for once and shared by everything that names them. */
export function useMembers() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.members,
    queryFn: () => client.access.listMembers.query({ workspaceId: workspace.id, input: {} }),
    enabled: useMay('members.read'),
  });
}
