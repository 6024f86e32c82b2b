'use client';

import type { WallFigures } from '@recado/core/operations/contract';
import { useLocale, useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';

const columns = ['variant', 'people', 'logins', 'idle', 'rate', 'displaced'] as const;

/** How long sessions wait for their person, as it is tried: what came of each variant. */
export function IdleTrial({ idle }: { idle: NonNullable<WallFigures['idle']> }) {
  const t = useTranslations('staff.wall.idle');
  const reading = useReading();
  const number = new Intl.NumberFormat(useLocale(), { maximumFractionDigits: 1 });
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <h2 className="font-semibold text-lead">{t('title')}</h2>
      <p className="text-quiet">
        {idle.running ? t('on', { when: formatClock(new Date(idle.since), reading) }) : t('off')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard */}
      <section className="overflow-x-auto" aria-label={t('table')} tabIndex={0}>
        <table className="tabular w-full text-dense">
          <thead>
            <tr className="border-b text-left align-bottom">
              {columns.map((column) => (
                <th key={column} scope="col" className="py-2 pr-4 font-medium">
                  {t(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {idle.variants.map((row) => (
              <tr key={row.variant} className="border-b last:border-b-0">
                <th scope="row" className="py-2 pr-4 text-left font-semibold">
                  {row.variant}
                </th>
                {[
                  row.people,
                  row.logins,
                  row.idle,
                  row.logins > 0 ? (row.idle / row.logins) * 100 : null,
                  row.displaced,
                ].map((value, n) => (
                  <td key={columns[n + 1]} className="py-2 pr-4">
                    {value === null ? '·' : number.format(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
