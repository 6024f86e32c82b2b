'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

const peopleKeys = {
  all: ['people'],
  list: ['people', 'list'],
  invitations: ['people', 'invitations'],
  roles: ['people', 'roles'],
  teams: ['people', 'teams'],
  removal: (personId: string) => ['people', 'removal', personId],
};
// no stream tells of these, so each visit asks again
const fresh = { staleTime: 0, refetchOnWindowFocus: true } as const;

export type Person = Awaited<ReturnType<TrpcClient['people']['list']['query']>>['people'][number];
export type Seats = Awaited<ReturnType<TrpcClient['people']['list']['query']>>['seats'];
export type Invitation = Awaited<ReturnType<TrpcClient['people']['invitations']['query']>>[number];
export type Team = Awaited<ReturnType<TrpcClient['people']['teams']['query']>>[number];

/** The people of the workspace and its account's seats; asked again every half minute, so that who is there stays true. */
export function usePeople() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: peopleKeys.list,
    queryFn: () => client.people.list.query({ workspaceId: workspace.id, input: {} }),
    refetchInterval: 30_000,
    ...fresh,
  });
}

export function useInvitations() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: peopleKeys.invitations,
    queryFn: () => client.people.invitations.query({ workspaceId: workspace.id, input: {} }),
    enabled: useMay('members.invite'),
    ...fresh,
  });
}

export function useOwnRoles() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: peopleKeys.roles,
    queryFn: () => client.people.roles.query({ workspaceId: workspace.id, input: {} }),
    ...fresh,
  });
}

export function useTeams() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: peopleKeys.teams,
    queryFn: () => client.people.teams.query({ workspaceId: workspace.id, input: {} }),
    ...fresh,
  });
}

/** What ends and what is left when somebody goes. */
export function useRemoval(personId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: peopleKeys.removal(personId),
    queryFn: () => client.people.removal.query({ workspaceId: workspace.id, input: { personId } }),
    ...fresh,
  });
}

/** Does something about people and shows how things are then. */
export const usePeopleAction = () => useAction([peopleKeys.all, queryKeys.members]);
