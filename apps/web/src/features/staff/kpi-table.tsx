'use client';

import { type Kpi, type KpiRow, kpis } from '@recado/core/growth/contract';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useLocale, useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { csvFile } from './csv-file.ts';
import { formatClock } from './format-clock.ts';
import { WideTable } from './wide-table.tsx';

const columns = ['month', 'kpi', 'currency', 'part', 'whole', 'value', 'target', 'at'] as const;

/** What growth is judged by, with how it is worked out, what it is to reach and what it was; the same rows as a file. */
export function KpiTable({ rows }: { rows: readonly KpiRow[] | undefined }) {
  const t = useTranslations('staff.growth.kpis');
  const tCommon = useTranslations('common');
  const reading = useReading();
  const at = rows?.[0]?.at;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-lead">{t('title')}</h2>
        {rows && (
          <Button size="small" asChild>
            <a
              href={csvFile(
                columns,
                rows.map((row) => columns.map((column) => row[column])),
              )}
              download="indicadores.csv"
            >
              {t('download')}
            </a>
          </Button>
        )}
      </div>
      <p className="max-w-prose text-quiet">{t('detail')}</p>
      {!rows && (
        <Loading label={tCommon('loading')}>
          <Skeleton className="h-64" />
        </Loading>
      )}
      {rows && (
        <WideTable label={t('title')}>
          <Figures rows={rows} />
        </WideTable>
      )}
      {at && <p className="text-dense text-quiet">{t('at', { when: formatClock(new Date(at), reading) })}</p>}
      <p className="max-w-prose text-dense text-quiet">{t('unmeasured')}</p>
    </section>
  );
}

function Figures({ rows }: { rows: readonly KpiRow[] }) {
  const t = useTranslations('staff.growth.kpis');
  const say = useFigure();
  const months = [...new Set(rows.map(({ month }) => month))];
  const lines = kpis.flatMap((kpi) =>
    [...new Set(rows.filter((row) => row.kpi === kpi).map(({ currency }) => currency))].map((currency) => ({
      kpi,
      currency,
    })),
  );
  return (
    <>
      <thead>
        <tr className="border-b text-left text-quiet">
          <th scope="col" className="min-w-64 py-2 pr-4 font-normal">
            {t('kpi')}
          </th>
          <th scope="col" className="px-3 py-2 text-right font-normal">
            {t('target')}
          </th>
          {months.map((month) => (
            <th key={month} scope="col" className="whitespace-nowrap px-3 py-2 text-right font-normal">
              {month}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ kpi, currency }) => {
          const of = rows.filter((row) => row.kpi === kpi && row.currency === currency);
          const goal = of.find(({ target }) => target !== null);
          return (
            <tr key={`${kpi} ${currency}`} data-kpi={kpi} className="border-b align-top">
              <th scope="row" className="py-3 pr-4 text-left font-normal">
                <span className="block font-semibold">
                  {t(`name.${kpi}`)}
                  {currency && ` (${currency})`}
                </span>
                <span className="block max-w-prose text-quiet">{t(`formula.${kpi}`)}</span>
              </th>
              <td className="whitespace-nowrap px-3 py-3 text-right">
                {goal ? t(goal.isCeiling ? 'atMost' : 'atLeast', { figure: say(kpi, currency, goal.target) }) : '–'}
              </td>
              {months.map((month) => {
                const row = of.find((each) => each.month === month);
                return (
                  <td key={month} className="whitespace-nowrap px-3 py-3 text-right">
                    <span className="block font-semibold">{say(kpi, currency, row?.value ?? null)}</span>
                    <span className="block text-quiet">{row && madeOf(t, row)}</span>
                  </td>
                );
              })}
            </tr>
          );
        })}
      </tbody>
    </>
  );
}

/** What a figure was made of: so many of so many. */
function madeOf(t: ReturnType<typeof useTranslations<'staff.growth.kpis'>>, { kpi, part, whole }: KpiRow): string {
  if (kpi === 'timeToUpgrade' || kpi === 'upsellMrr') return t('upgrades', { count: whole ?? 0 });
  return kpi === 'arpu' ? t('accounts', { count: whole ?? 0 }) : t('of', { part: part ?? 0, whole: whole ?? 0 });
}

/** A figure as one reads it; a dash where nothing is there to divide by. */
function useFigure() {
  const t = useTranslations('staff.growth.kpis');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  return (kpi: Kpi, currency: string | null, value: number | null): string => {
    if (value === null) return '–';
    if (currency) return formatMoney(value, currency, locale);
    if (kpi === 'timeToUpgrade') return t('days', { count: Math.round(value * 10) / 10 });
    return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  };
}
