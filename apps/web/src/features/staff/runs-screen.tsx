'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { BlankNote } from '../shell/blank-note.tsx';
import { MoreRows } from './more-rows.tsx';
import { RunFilterBar } from './run-filter-bar.tsx';
import { RunLine } from './run-line.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useRunFilters } from './use-run-filters.ts';
import { useRuns } from './use-runs.ts';
import { useStaffQuery } from './use-staff-query.ts';

/** Every run, the latest first, narrowed as one likes; it follows what happens without moving what is being read. */
export function RunsScreen() {
  const t = useTranslations('staff.runs');
  const tCommon = useTranslations('common');
  const { filters, setFilters } = useRunFilters();
  const { query, rows, fresh, showFresh } = useRuns(filters);
  const functions = useStaffQuery(['functions'], (staff) => staff.functions.query({ input: {} }), 60_000);
  const isNarrowed = filters.functionId !== '' || filters.status !== 'all' || filters.text !== '';
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <ScreenHead title={t('title')} detail={t('detail')} asked={query} />
      <RunFilterBar filters={filters} setFilters={setFilters} functions={functions.data ?? []} />
      {query.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
            <Skeleton key={key} className="h-14" />
          ))}
        </Loading>
      )}
      {query.data && rows.length === 0 && fresh === 0 && (
        <EmptyState
          picture={<BlankNote />}
          title={t(isNarrowed ? 'none.title' : 'empty.title')}
          detail={t(isNarrowed ? 'none.detail' : 'empty.detail')}
          action={
            isNarrowed && (
              <Button onClick={() => setFilters({ functionId: '', status: 'all', text: '' })}>
                {t('none.action')}
              </Button>
            )
          }
        />
      )}
      <div role="status" className="pointer-events-none sticky top-3 z-10 -my-3 flex justify-center empty:hidden">
        {fresh > 0 && (
          <Button size="small" look="primary" className="pointer-events-auto shadow-float" onClick={showFresh}>
            {t('fresh', { count: fresh })}
          </Button>
        )}
      </div>
      {rows.length > 0 && (
        <ul aria-label={t('list')} aria-busy={query.isPlaceholderData} className="border-t">
          {rows.map((run) => (
            <RunLine key={run.id} run={run} />
          ))}
        </ul>
      )}
      <MoreRows of="staff.runs" query={query} hasRows={rows.length > 0} />
    </main>
  );
}
