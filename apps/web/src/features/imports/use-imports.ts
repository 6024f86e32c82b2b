'use client';

import type { ImportRow } from '@recado/core/imports/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

const importsKey = ['imports'];

/** Whether something is being done with an import at this moment. */
export const isUnderWay = ({ state }: Pick<ImportRow, 'state'>): boolean =>
  state === 'checking' || state === 'running' || state === 'undoing';

/** The imports of the workspace, the latest first. */
export function useImports() {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: [...importsKey, 'list'],
    queryFn: ({ pageParam }) =>
      client.imports.list.query({ workspaceId: workspace.id, input: pageParam ? { before: pageParam } : {} }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
  });
}

/** One import, asked for every second while something is done with it. */
export function useImport(importId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...importsKey, 'one', importId],
    queryFn: () => client.imports.get.query({ workspaceId: workspace.id, input: { importId } }),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 1_000 : false),
  });
}

/** The rows of an import with something to say about them. */
export function useImportFaults(importId: string, revision: string) {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: [...importsKey, 'faults', importId, revision],
    queryFn: ({ pageParam }) =>
      client.imports.faults.query({ workspaceId: workspace.id, input: { importId, after: pageParam, limit: 20 } }),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next,
  });
}

/** The company's own fields, which columns may become. */
export function useOwnFields() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['contacts', 'fields'],
    queryFn: () => client.contacts.fields.query({ workspaceId: workspace.id, input: {} }),
  });
}

/** Does something about imports and shows how things are then. */
export const useImportsAction = () => useAction([importsKey, ['contacts']]);
