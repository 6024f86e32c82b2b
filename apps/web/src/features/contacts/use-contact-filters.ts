'use client';

import { ContactFilter, type ContactSort, contactSorts } from '@recado/core/contacts/contract';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import type { Asked } from './use-contacts.ts';

export type View = { q: string; filter: ContactFilter | undefined; sort: ContactSort; inBin: boolean };

/** What the list is narrowed to. It stands in the address, so that it survives a reload and the way back from a contact. */
export function useContactFilters() {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const view = useMemo(
    (): View => ({
      q: params.get('q') ?? '',
      filter: readFilter(params.get('f')),
      sort: contactSorts.find((each) => each === params.get('sort')) ?? 'name',
      inBin: params.get('bin') === '1',
    }),
    [params],
  );
  const setView = useCallback(
    (change: Partial<View>) => {
      const { q, filter, sort, inBin } = { ...view, ...change };
      const kept = new URLSearchParams({
        ...(q && { q }),
        ...(filter && { f: JSON.stringify(filter) }),
        ...(sort !== 'name' && { sort }),
        ...(inBin && { bin: '1' }),
      }).toString();
      router.replace(`${path}${kept && `?${kept}`}` as never, { scroll: false });
    },
    [view, path, router],
  );
  const asked = useMemo(() => askedOf(view), [view]);
  return { view, setView, asked };
}

/** What the search box and the filter ask together. */
function askedOf({ q, filter, inBin }: View): Asked {
  const words = q.trim();
  const search = words === '' ? null : ({ on: 'any', is: 'contains', value: words } as const);
  const whole = search ? ({ match: 'all', nodes: [search, ...(filter ? [filter] : [])] } as ContactFilter) : filter;
  return { ...(whole && { filter: whole }), inBin };
}

function readFilter(text: string | null): ContactFilter | undefined {
  if (text === null) return undefined;
  try {
    return ContactFilter.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
