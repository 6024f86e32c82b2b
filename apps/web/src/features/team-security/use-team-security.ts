'use client';

import { useQuery } from '@tanstack/react-query';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

export const teamSecurityKeys = {
  all: ['team-security'],
  team: ['team-security', 'team'],
  policies: ['team-security', 'policies'],
};

/** Who is in and what protects each; asked for again every half minute, so that who is there stays true. */
export function useTeamSecurity() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: teamSecurityKeys.team,
    queryFn: () => client.policies.team.query({ workspaceId: workspace.id, input: {} }),
    enabled: useMay('security.read'),
    staleTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: 30_000,
  });
}

/** What the account binds its people to. */
export function usePolicies() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: teamSecurityKeys.policies,
    queryFn: () => client.policies.get.query({ workspaceId: workspace.id, input: {} }),
    enabled: useMay('security.read'),
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
}
