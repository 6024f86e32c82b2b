'use client';

import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { BlankNote } from '../shell/blank-note.tsx';
import { FunctionCard } from './function-card.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

/** Every function that the engine knows: when it runs next, how it went last, how often it failed. */
export function FunctionsScreen() {
  const t = useTranslations('staff.functions');
  const tCommon = useTranslations('common');
  const functions = useStaffQuery(['functions'], (staff) => staff.functions.query({ input: {} }), 10_000);
  const rows = functions.data;
  const modules = [...new Set(rows?.map((row) => row.module ?? ''))];
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={functions} />
      {functions.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          {['a', 'b', 'c', 'd'].map((key) => (
            <Skeleton key={key} className="h-20" />
          ))}
        </Loading>
      )}
      {rows?.length === 0 && <EmptyState picture={<BlankNote />} title={t('empty.title')} detail={t('empty.detail')} />}
      {modules.map((module) => (
        <section key={module} className="grid grid-cols-[minmax(0,1fr)]">
          {module && <h2 className="border-b pb-2 font-semibold text-quiet">{module}</h2>}
          <ul>
            {rows
              ?.filter((row) => (row.module ?? '') === module)
              .map((row) => (
                <FunctionCard key={row.id} row={row} />
              ))}
          </ul>
        </section>
      ))}
    </main>
  );
}
