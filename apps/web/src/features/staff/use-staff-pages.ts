'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useStaff } from './use-staff.ts';

type Client = ReturnType<typeof useStaff>['client'];
const refreshMs = 10_000;

/** A list page by page, each from the key of the last row of the one above, and as it is now. */
export function useStaffPages<Row, Key = number>(
  key: readonly unknown[],
  perPage: number,
  keyOf: (row: Row) => Key,
  ask: (staff: Client['staff'], before: Key | null) => Promise<Row[]>,
  everyMs: number | false = refreshMs,
) {
  const { client } = useStaff();
  const query = useInfiniteQuery({
    queryKey: ['staff', ...key],
    queryFn: ({ pageParam }) => ask(client.staff, pageParam as Key | null),
    initialPageParam: null as Key | null,
    getNextPageParam: (last) => {
      const row = last.at(-1);
      return last.length < perPage || !row ? undefined : keyOf(row);
    },
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  return { query, rows: query.data?.pages.flat() ?? [] };
}
