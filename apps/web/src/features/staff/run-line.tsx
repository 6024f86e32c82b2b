'use client';

import { isLive, type RunRow, shortName } from '@recado/core/operations/contract';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { formatSpan } from './format-span.ts';
import { RunStatusBadge } from './run-status.tsx';

/** Events that the engine makes itself. */
const ownEvents: Record<string, 'clock' | 'invoked' | 'failure'> = {
  'inngest/scheduled.timer': 'clock',
  'inngest/function.invoked': 'invoked',
  'inngest/function.failed': 'failure',
};

/** One run in the list: how it goes, of which function, for which event, when and for how long. */
export function RunLine({ run }: { run: RunRow }) {
  const t = useTranslations('staff.runs');
  const reading = useReading(isLive(run.status) ? 1_000 : 30_000);
  const from = run.startedAt ? new Date(run.startedAt) : null;
  const until = run.endedAt ? new Date(run.endedAt) : isLive(run.status) ? reading.now : null;
  const others = run.events - 1;
  const eventText =
    run.eventName === null
      ? t('eventGone')
      : (ownEvents[run.eventName] && t(ownEvents[run.eventName] as 'clock')) || run.eventName;
  return (
    <li data-run={run.id} className="relative border-b hover:bg-sunk">
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 py-3 md:grid-cols-[7.5rem_minmax(0,4fr)_minmax(0,3fr)_13rem] md:px-2">
        <span className="col-start-2 row-start-1 justify-self-end md:col-start-1 md:justify-self-start">
          <RunStatusBadge status={run.status} />
        </span>
        <span className="col-start-1 row-start-1 min-w-0 md:col-start-2">
          {/* the whole line is the link's to press */}
          <Link
            href={`/staff/runs/${run.id}`}
            className="wrap-anywhere font-semibold before:absolute before:inset-0 before:rounded-tight focus-visible:outline-none focus-visible:before:outline-2 focus-visible:before:outline-brand focus-visible:before:-outline-offset-2"
          >
            {shortName(run.functionId)}
          </Link>
          {run.rerunOf && <span className="text-dense text-quiet"> · {t('rerun')}</span>}
        </span>
        <span className="wrap-anywhere col-start-1 row-start-2 min-w-0 text-dense text-quiet md:col-start-3 md:row-start-1">
          {eventText} {others > 0 && t('andMore', { count: others })}
        </span>
        <span className="tabular col-start-2 row-start-2 justify-self-end whitespace-nowrap text-right text-dense text-quiet md:col-start-4 md:row-start-1">
          <time dateTime={run.queuedAt}>{formatClock(new Date(run.queuedAt), reading)}</time>
          {from && until && <> · {formatSpan(until.getTime() - from.getTime(), reading.locale)}</>}
        </span>
      </div>
    </li>
  );
}
