'use client';

import type { ContactFilter } from '@recado/core/contacts/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

const exportsKey = ['exports'];

/** Whom a file is about: a segment, what the list shows, or everybody. */
export type Meant = { segmentId?: string; filter?: ContactFilter };

/** What would be taken away, before it is. */
export function useExportPreview(meant: Meant, isAsked: boolean) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...exportsKey, 'preview', meant],
    queryFn: () => client.exports.preview.query({ workspaceId: workspace.id, input: meant }),
    enabled: isAsked,
    staleTime: 0,
  });
}

/** The exports of the workspace, the latest first, asked for every second while one is being written. */
export function useExports() {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: [...exportsKey, 'list'],
    queryFn: ({ pageParam }) =>
      client.exports.list.query({ workspaceId: workspace.id, input: pageParam ? { before: pageParam } : {} }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ rows }) => rows.some((row) => row.state === 'writing')) ? 1_000 : false,
  });
}

/** Does something about exports and shows how things are then. */
export const useExportsAction = () => useAction([exportsKey]);

/** The segments of the workspace, and its own fields. */
export function useMeantChoices() {
  const { client, workspace } = useDesk();
  const segments = useQuery({
    queryKey: ['contacts', 'segments'],
    queryFn: () => client.contacts.segments.query({ workspaceId: workspace.id, input: {} }),
  });
  const fields = useQuery({
    queryKey: ['contacts', 'fields'],
    queryFn: () => client.contacts.fields.query({ workspaceId: workspace.id, input: {} }),
  });
  return { segments: segments.data ?? [], fields: fields.data ?? [] };
}
