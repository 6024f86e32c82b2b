'use client';

import { WAITING_PER_PAGE, WORKSPACES_PER_PAGE } from '@recado/core/workspaces/contract';
import { toast } from '@recado/ui/toaster';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

const keys = {
  all: ['workspaces'],
  list: (search: string) => ['workspaces', 'list', search],
  overview: ['workspaces', 'overview'],
  waiting: ['workspaces', 'waiting'],
  matters: ['workspaces', 'matters'],
  one: ['workspaces', 'one'],
};
// the stream tells of the workspace at work only, so each visit asks again
const fresh = { staleTime: 0, refetchOnWindowFocus: true } as const;

/** One's workspaces by name, a page at a time. Kept for a moment, so that opening the switcher twice asks once. */
export function useWorkspaceList(search: string, isWanted = true) {
  const { client } = useDesk();
  return useInfiniteQuery({
    queryKey: keys.list(search),
    queryFn: ({ pageParam }) => client.workspaces.list.query({ search, skip: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) =>
      last.rows.length < WORKSPACES_PER_PAGE ? undefined : pages.length * WORKSPACES_PER_PAGE,
    enabled: isWanted,
    placeholderData: (former) => former,
    staleTime: 5_000,
  });
}

/** Every workspace that one owns, with its figures. */
export function useOverview() {
  const { client } = useDesk();
  return useQuery({
    queryKey: keys.overview,
    queryFn: () => client.workspaces.overview.query(),
    ...fresh,
    refetchInterval: 30_000,
  });
}

/** The conversations that wait in all of one's workspaces. */
export function useWaiting() {
  const { client } = useDesk();
  return useInfiniteQuery({
    queryKey: keys.waiting,
    queryFn: ({ pageParam }) => client.workspaces.waiting.query({ before: pageParam }),
    initialPageParam: null as { at: string; id: string } | null,
    getNextPageParam: (last) => {
      const end = last.at(-1);
      return end && last.length === WAITING_PER_PAGE ? { at: end.lastMessageAt, id: end.id } : undefined;
    },
    ...fresh,
  });
}

/** What is deleted, offered and given, and the room in one's accounts. */
export function useMatters() {
  const { client } = useDesk();
  return useQuery({ queryKey: keys.matters, queryFn: () => client.workspaces.matters.query(), ...fresh });
}

/** The settings of the workspace at work. */
export function useWorkspaceSettings() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: keys.one,
    queryFn: () => client.workspaces.get.query({ workspaceId: workspace.id, input: {} }),
    ...fresh,
  });
}

/** Does something to a workspace and shows how things are then, the frame included. Answers whether it was done; says why when it was not. */
export function useWorkspaceAction() {
  const queries = useQueryClient();
  const errorText = useErrorText();
  const router = useRouter();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (call: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await call();
      if (done) toast(done);
      router.refresh();
      return true;
    } catch (error) {
      setProblem(errorText(error));
      return false;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: keys.all });
    }
  };
  return { isBusy, problem, setProblem, run };
}
