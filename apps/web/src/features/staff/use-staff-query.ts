'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useStaff } from './use-staff.ts';

type Client = ReturnType<typeof useStaff>['client'];

/** Asks and asks again every `everyMs` while the page is looked at; what was there stays until the next answer is. */
export function useStaffQuery<Answer>(
  key: readonly unknown[],
  ask: (staff: Client['staff']) => Promise<Answer>,
  everyMs: number | ((answer: Answer | undefined) => number),
) {
  const { client } = useStaff();
  return useQuery({
    queryKey: ['staff', ...key],
    queryFn: () => ask(client.staff),
    refetchInterval: (query) => (typeof everyMs === 'number' ? everyMs : everyMs(query.state.data)),
    placeholderData: keepPreviousData,
  });
}
