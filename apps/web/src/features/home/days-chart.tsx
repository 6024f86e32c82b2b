'use client';

import type { Day } from '@recado/core/reports/contract';
import { useLocale, useTranslations } from 'next-intl';

const height = 120;
const step = 10;

/** The messages of each day: what came in below, what went out on top. The same numbers stand in a table for whoever wants or needs them. */
export function DaysChart({ days }: { days: readonly Day[] }) {
  const t = useTranslations('home.days');
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const date = (day: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : 'es-ES', { ...options, timeZone: 'UTC' }).format(
      new Date(`${day}T12:00:00Z`),
    );
  const short = (day: string) => date(day, { day: 'numeric', month: 'short' });
  const most = Math.max(...days.map((day) => day.in + day.out), 0);
  const sum = (key: 'in' | 'out') => days.reduce((total, day) => total + day[key], 0);
  const high = (count: number) => (count === 0 ? 0 : Math.max(2, (count / Math.max(most, 1)) * (height - 4)));
  return (
    <section aria-labelledby="days" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="days" className="font-serif text-title">
          {t('title')}
        </h2>
        <ul className="flex gap-4 text-dense text-quiet">
          <li className="flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5">
              <rect width="10" height="10" rx="2" className="fill-brand" />
            </svg>
            {t('received')}
          </li>
          <li className="flex items-center gap-1.5">
            <svg aria-hidden="true" viewBox="0 0 10 10" className="size-2.5">
              <rect width="10" height="10" rx="2" className="fill-good" />
            </svg>
            {t('sent')}
          </li>
        </ul>
      </div>
      {most === 0 ? (
        <p className="text-quiet">{t('none')}</p>
      ) : (
        <figure className="grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-card border bg-surface px-4 pt-4 pb-3">
          <p className="tabular text-dense text-quiet">{t('most', { count: number.format(most) })}</p>
          <svg
            role="img"
            aria-label={t('label', {
              days: days.length,
              received: number.format(sum('in')),
              sent: number.format(sum('out')),
            })}
            viewBox={`0 0 ${days.length * step} ${height}`}
            preserveAspectRatio="none"
            className="h-36 w-full border-b"
          >
            {days.map((day, n) => {
              const came = high(day.in);
              const went = high(day.out);
              return (
                <g key={day.day}>
                  <title>
                    {t('detail', {
                      day: date(day.day, { weekday: 'long', day: 'numeric', month: 'long' }),
                      received: number.format(day.in),
                      sent: number.format(day.out),
                    })}
                  </title>
                  <rect x={n * step} width={step} height={height} className="fill-transparent" />
                  <rect x={n * step + 1.5} y={height - came} width={step - 3} height={came} className="fill-brand" />
                  <rect
                    x={n * step + 1.5}
                    y={height - came - went}
                    width={step - 3}
                    height={went}
                    className="fill-good"
                  />
                </g>
              );
            })}
          </svg>
          <figcaption className="tabular flex justify-between gap-4 text-dense text-quiet">
            <span>{short(days[0]?.day ?? '')}</span>
            <span>{short(days[Math.floor(days.length / 2)]?.day ?? '')}</span>
            <span>{short(days.at(-1)?.day ?? '')}</span>
          </figcaption>
        </figure>
      )}
      {most > 0 && (
        <details>
          <summary className="w-fit cursor-pointer py-1.5 text-quiet hover:text-ink">{t('table')}</summary>
          <table className="tabular mt-2 w-full max-w-md text-dense">
            <caption className="sr-only">{t('title')}</caption>
            <thead>
              <tr className="border-b text-quiet">
                <th scope="col" className="py-1.5 text-left font-medium">
                  {t('day')}
                </th>
                <th scope="col" className="py-1.5 text-right font-medium">
                  {t('received')}
                </th>
                <th scope="col" className="py-1.5 text-right font-medium">
                  {t('sent')}
                </th>
              </tr>
            </thead>
            <tbody>
              {[...days].reverse().map((day) => (
                <tr key={day.day} className="border-b last:border-0">
                  <th scope="row" className="py-1.5 text-left font-normal">
                    {short(day.day)}
                  </th>
                  <td className="py-1.5 text-right">{number.format(day.in)}</td>
                  <td className="py-1.5 text-right">{number.format(day.out)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}
