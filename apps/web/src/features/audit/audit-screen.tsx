'use client';

import { dayKey, formatDay } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { PlaceCredit } from '../security/place-credit.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { LoadFailure } from '../shell/load-failure.tsx';
import { useReading } from '../shell/use-reading.ts';
import { AuditEntry } from './audit-entry.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { ChainState } from './chain-state.tsx';
import { ExportAudit } from './export-audit.tsx';
import { type Names, type ToldRow, useAuditRows, useChainCheck } from './use-audit.ts';
import { noFilters, useAuditFilters } from './use-audit-filters.ts';

/** What was done in the workspace, and whether the record of it is whole; for whoever may see it. */
export function AuditScreen() {
  const t = useTranslations('audit.forbidden');
  return (
    <main className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        {useMay('audit.read') ? (
          <Record />
        ) : (
          <EmptyState picture={<BlankNote />} title={t('title')} detail={t('detail')} />
        )}
      </div>
    </main>
  );
}

function Record() {
  const t = useTranslations('audit');
  const tCommon = useTranslations('common');
  const { workspace } = useDesk();
  const mayExport = useMay('audit.export');
  const { filters, setFilters, asked, isFiltered } = useAuditFilters();
  const found = useAuditRows(asked);
  const chain = useChainCheck();
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.rows) ?? [], [found.data]);
  const names: Names = useMemo(
    () => Object.assign({}, ...(found.data?.pages.map((page) => page.names) ?? [])),
    [found.data],
  );
  const loaded = useMemo(() => new Set(rows.map(({ id }) => id)), [rows]);
  const faulty = new Set(chain.check.data?.faults.map(({ entryId }) => entryId));
  const actor = rows.find(({ actor: { id, name } }) => id === filters.person && name)?.actor;
  return (
    <>
      <div className="flex flex-col items-start justify-between gap-4 sm:flex-row sm:items-end">
        <div className="grid min-w-0 gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="max-w-xl text-body text-quiet">{t('detail', { workspace: workspace.name })}</p>
        </div>
        {mayExport && <ExportAudit filter={asked} isFiltered={isFiltered} />}
      </div>
      <ChainState of={chain} loaded={loaded} />
      <AuditFilters
        filters={filters}
        actorName={actor?.name ?? names[filters.person]}
        subjectName={names[filters.subject]}
        onFilter={setFilters}
      />
      {found.isError && <LoadFailure of={found} />}
      {found.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </Loading>
      )}
      {found.data && rows.length === 0 && (
        <EmptyState
          picture={<BlankNote />}
          title={t(isFiltered ? 'emptyFiltered.title' : 'empty.title')}
          detail={t(isFiltered ? 'emptyFiltered.detail' : 'empty.detail')}
          action={isFiltered && <Button onClick={() => setFilters(noFilters)}>{t('emptyFiltered.clear')}</Button>}
        />
      )}
      {rows.length > 0 && (
        <section
          aria-label={t('list')}
          aria-busy={found.isPlaceholderData}
          className="grid grid-cols-[minmax(0,1fr)] gap-6"
        >
          <Days rows={rows}>
            {(row) => (
              <AuditEntry key={row.id} row={row} names={names} isFaulty={faulty.has(row.id)} onFilter={setFilters} />
            )}
          </Days>
        </section>
      )}
      {found.hasNextPage && (
        <Button
          busy={found.isFetchingNextPage}
          className="justify-self-center"
          onClick={() => void found.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      {rows.length > 0 && !found.hasNextPage && (
        <p className="text-center text-dense text-quiet">{t(isFiltered ? 'endFiltered' : 'end')}</p>
      )}
      {rows.some(({ place }) => place) && <PlaceCredit />}
    </>
  );
}

/** The rows below the day that each is of. */
function Days({ rows, children }: { rows: ToldRow[]; children: (row: ToldRow) => React.ReactNode }) {
  const { viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const days = Object.entries(Object.groupBy(rows, ({ at }) => dayKey(new Date(at), reading.timeZone)));
  return days.map(([key, ofDay = []]) => (
    <section key={key} aria-label={formatDay(new Date(ofDay[0]?.at ?? ''), reading)}>
      <h2 className="sticky top-0 z-10 border-b bg-paper px-2 py-2 font-medium text-dense text-quiet first-letter:uppercase">
        {formatDay(new Date(ofDay[0]?.at ?? ''), reading)}
      </h2>
      <ul className="grid grid-cols-[minmax(0,1fr)]">{ofDay.map(children)}</ul>
    </section>
  ));
}
