'use client';

import type { MoneyBackRow } from '@recado/core/operations/contract';
import { formatMoney } from '@recado/i18n';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useLocale, useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const EVERY_MS = 30_000;

/** What accounts had back, or wait for. */
export function MoneyScreen() {
  const t = useTranslations('staff.money');
  const tCommon = useTranslations('common');
  const query = useStaffQuery(['money-back'], (staff) => staff.moneyBack.query({ input: {} }), EVERY_MS);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={query} />
      <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 className="font-semibold text-lead">{t('moneyBack.title')}</h2>
        {query.isPending && (
          <Loading label={tCommon('loading')}>
            <Skeleton className="h-20" />
          </Loading>
        )}
        {query.data?.length === 0 && <p className="text-quiet">{t('moneyBack.empty')}</p>}
        {query.data && query.data.length > 0 && (
          <ul className="border-t">
            {query.data.map((row) => (
              <GivenBack key={row.accountId} row={row} />
            ))}
          </ul>
        )}
      </section>
    </main>
  );
}

function GivenBack({ row }: { row: MoneyBackRow }) {
  const t = useTranslations('staff.money.moneyBack');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const reading = useReading();
  const at = (moment: string) => formatClock(new Date(moment), reading);
  return (
    <li className="grid gap-1 border-b py-3">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span className="wrap-anywhere font-semibold">{row.account}</span>
        <span className="tabular">{formatMoney(row.cents, row.currency, locale)}</span>
      </p>
      <p className="text-dense text-quiet">
        {row.doneAt ? t('done', { when: at(row.doneAt) }) : t('waits', { when: at(row.askedAt) })}
        {row.notes.length > 0 && ` · ${t('notes', { numbers: row.notes.map(({ number }) => number).join(', ') })}`}
      </p>
    </li>
  );
}
