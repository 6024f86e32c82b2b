'use client';

import type { RevenueRow } from '@recado/core/operations/contract';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useLocale, useTranslations } from 'next-intl';
import { csvFile } from './csv-file.ts';
import { WideTable } from './wide-table.tsx';

const columns = [
  'openingCents',
  'newCents',
  'backCents',
  'expansionCents',
  'contractionCents',
  'churnCents',
  'closingCents',
  'invoicedCents',
  'paidCents',
  'creditedCents',
] as const;

/** What recurs, month by month, and how it came from one to the next; the same rows as a file. */
export function RevenueTable({ rows }: { rows: readonly RevenueRow[] | undefined }) {
  const t = useTranslations('staff.money.revenue');
  const tCommon = useTranslations('common');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lead">{t('title')}</h2>
        {rows && rows.length > 0 && (
          <Button size="small" asChild>
            <a href={fileOf(rows)} download="ingresos.csv">
              {t('download')}
            </a>
          </Button>
        )}
      </div>
      <p className="max-w-prose text-quiet">{t('detail')}</p>
      {!rows && (
        <Loading label={tCommon('loading')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {rows?.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {rows && rows.length > 0 && (
        <WideTable label={t('title')}>
          <thead>
            <tr className="border-b text-left text-quiet">
              <th scope="col" className="py-2 pr-4 font-normal">
                {t('month')}
              </th>
              <th scope="col" className="px-3 py-2 text-right font-normal">
                {t('accounts')}
              </th>
              {columns.map((column) => (
                <th key={column} scope="col" className="whitespace-nowrap px-3 py-2 text-right font-normal">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.month} ${row.currency}`} className="border-b">
                <th scope="row" className="whitespace-nowrap py-2 pr-4 text-left font-semibold">
                  {row.month}
                </th>
                <td className="px-3 py-2 text-right">{row.accounts}</td>
                {columns.map((column) => (
                  <td key={column} className="whitespace-nowrap px-3 py-2 text-right">
                    {formatMoney(row[column], row.currency, locale)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </WideTable>
      )}
    </section>
  );
}

/** The rows as CSV in whole cents, so that nothing is rounded on the way into a table program. */
function fileOf(rows: readonly RevenueRow[]): string {
  return csvFile(
    ['month', 'currency', 'accounts', 'churned', ...columns],
    rows.map((row) => [row.month, row.currency, row.accounts, row.churned, ...columns.map((column) => row[column])]),
  );
}
