'use client';

import type { AuditFilter, ChainCheck } from '@recado/core/compliance/contract';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useDesk } from '../session/use-desk.ts';

type Page = Awaited<ReturnType<TrpcClient['audit']['list']['query']>>;
export type ToldRow = Page['rows'][number];
export type Names = Page['names'];

/** What was done, the latest first, a page at a time. The first page is asked for again now and then: nothing tells of it. */
export function useAuditRows(filter: AuditFilter) {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: ['audit', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query(
        { workspaceId: workspace.id, input: { ...filter, ...(pageParam && { before: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as Page['next'],
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (former) => former,
    staleTime: 0,
    refetchOnWindowFocus: true,
    // whoever reads further down is not disturbed
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : 10_000),
  });
}

/** The people whose acts one may ask for. */
export function useActors() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['audit', 'people'],
    queryFn: () => client.people.list.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 60_000,
  });
}

export type WholeCheck = Pick<ChainCheck, 'checked' | 'emptied' | 'faults' | 'total'> & {
  end: NonNullable<ChainCheck['end']>;
};

/** Looks through the whole chain, a stretch at a time, and says how far it is meanwhile. */
export function useChainCheck() {
  const { client, workspace } = useDesk();
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const check = useQuery({
    queryKey: ['audit', 'check'],
    queryFn: async ({ signal }): Promise<WholeCheck> => {
      const sum = { checked: 0, emptied: 0, faults: [] as ChainCheck['faults'] };
      for (let after = 0; ; ) {
        const part = await client.audit.check.query({ workspaceId: workspace.id, input: { after } }, { signal });
        sum.checked += part.checked;
        sum.emptied += part.emptied;
        sum.faults.push(...part.faults);
        setProgress({ done: sum.checked, total: part.total });
        if (part.end) return { ...sum, total: part.total, end: part.end };
        after = part.next ?? part.total;
      }
    },
    // it is work for the database: coming back to the page within some minutes shows the last answer
    staleTime: 600_000,
    retry: 1,
  });
  return { check, progress };
}
