'use client';

import { RUNS_PER_PAGE } from '@recado/core/operations/contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { holdNewRuns } from './hold-new-runs.ts';
import type { RunFilters } from './use-run-filters.ts';
import { useStaff } from './use-staff.ts';

const refreshMs = 3_000;
const topPx = 40;

/**
 * The runs that fit the filters, page by page and as they are now. While the reader is not at the top, what arrives does not move
 * what they read: it waits until `showFresh`.
 */
export function useRuns({ functionId, status, text }: RunFilters) {
  const { client } = useStaff();
  const [heldAt, setHeldAt] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['staff', 'runs', functionId, status, text],
    queryFn: ({ pageParam }) =>
      client.staff.runs.query({
        input: { functionId: functionId || null, status: status === 'all' ? null : status, text, before: pageParam },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.length < RUNS_PER_PAGE ? undefined : (last.at(-1)?.id ?? undefined)),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flat() ?? [], [query.data]);
  const newest = rows[0]?.id ?? null;
  useEffect(() => {
    const look = () => setHeldAt((now) => (scrollY < topPx ? null : (now ?? newest)));
    look();
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, [newest]);
  const { shown, fresh } = useMemo(() => holdNewRuns(rows, heldAt), [rows, heldAt]);
  const showFresh = () => {
    setHeldAt(null);
    scrollTo({ top: 0 });
  };
  return { query, rows: shown, fresh, showFresh };
}
