'use client';

import { type RunStatus, runStatuses } from '@recado/core/operations/contract';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type RunFilters = { functionId: string; status: RunStatus | 'all'; text: string };

/** What the list of runs is narrowed to. It stands in the address, so that it can be sent to a colleague and survives a reload. */
export function useRunFilters(): { filters: RunFilters; setFilters(change: Partial<RunFilters>): void } {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const filters = useMemo((): RunFilters => {
    const status = params.get('status') as RunStatus | null;
    return {
      functionId: params.get('function') ?? '',
      status: status && runStatuses.includes(status) ? status : 'all',
      text: params.get('text') ?? '',
    };
  }, [params]);
  const setFilters = useCallback(
    (change: Partial<RunFilters>) => {
      const next = { ...filters, ...change };
      const kept = new URLSearchParams();
      if (next.functionId) kept.set('function', next.functionId);
      if (next.status !== 'all') kept.set('status', next.status);
      if (next.text) kept.set('text', next.text);
      router.replace(`${path}${kept.size > 0 ? `?${kept}` : ''}` as never, { scroll: false });
    },
    [filters, path, router],
  );
  return { filters, setFilters };
}
