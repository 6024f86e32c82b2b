'use client';

import type { QueueFigures } from '@recado/core/operations/contract';
import { formatTime } from '@recado/i18n';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';

const height = 100;
const step = 10;

/** How many runs ended in each of the last 24 hours: completed ones upwards in green, failed ones on top in red. */
export function HoursChart({ hours }: { hours: QueueFigures['hours'] }) {
  const t = useTranslations('staff.queue');
  const reading = useReading();
  const most = Math.max(...hours.map(({ completed, failed }) => completed + failed), 1);
  const sum = (key: 'completed' | 'failed') => hours.reduce((total, hour) => total + hour[key], 0);
  const high = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * (height - 4)));
  const clock = (at: string | undefined) => at && formatTime(new Date(at), reading);
  return (
    <figure className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <svg
        role="img"
        aria-label={t('hoursLabel', { completed: sum('completed'), failed: sum('failed') })}
        viewBox={`0 0 ${hours.length * step} ${height}`}
        preserveAspectRatio="none"
        className="h-28 w-full border-b"
      >
        {hours.map(({ at, completed, failed }, n) => {
          const bad = high(failed);
          const good = high(completed);
          return (
            <g key={at}>
              <title>{t('hourDetail', { when: clock(at) ?? '', completed, failed })}</title>
              <rect x={n * step} width={step} height={height} className="fill-transparent" />
              <rect x={n * step + 1} y={height - good} width={step - 2} height={good} className="fill-good" />
              <rect x={n * step + 1} y={height - good - bad} width={step - 2} height={bad} className="fill-danger" />
            </g>
          );
        })}
      </svg>
      <figcaption className="tabular flex flex-wrap justify-between gap-x-4 text-dense text-quiet">
        <span>{clock(hours[0]?.at)}</span>
        <span className="order-last basis-full sm:order-none sm:basis-auto">
          {t('hoursSum', { completed: sum('completed'), failed: sum('failed') })}
        </span>
        <span>{clock(hours.at(-1)?.at)}</span>
      </figcaption>
    </figure>
  );
}
