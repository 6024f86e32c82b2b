'use client';

import { isLive, type RunDetail } from '@recado/core/operations/contract';
import { IconButton } from '@recado/ui/icon-button';
import { toast } from '@recado/ui/toaster';
import { Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { formatSpan } from './format-span.ts';
import { Payload } from './payload.tsx';
import { RunStatusBadge } from './run-status.tsx';

/** How a run stands, its times, and the events that set it going. */
export function RunFacts({ run }: { run: RunDetail }) {
  const t = useTranslations('staff.run');
  const reading = useReading(isLive(run.status) ? 1_000 : 30_000);
  const clock = (at: string) => <time dateTime={at}>{formatClock(new Date(at), reading)}</time>;
  const started = run.startedAt ? new Date(run.startedAt).getTime() : null;
  const ended = run.endedAt ? new Date(run.endedAt).getTime() : reading.now.getTime();
  const copy = () => void navigator.clipboard.writeText(run.id).then(() => toast(t('copied')));
  return (
    <section aria-label={t('facts')} className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <RunStatusBadge status={run.status} />
        <code className="wrap-anywhere font-mono text-dense">{run.id}</code>
        <IconButton label={t('copy')} size="small" onClick={copy}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </div>
      <dl className="tabular grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
        <Fact name={t('queuedAt')}>{clock(run.queuedAt)}</Fact>
        {run.startedAt && <Fact name={t('startedAt')}>{clock(run.startedAt)}</Fact>}
        {run.endedAt && <Fact name={t('endedAt')}>{clock(run.endedAt)}</Fact>}
        {started !== null && (
          <Fact name={t(run.endedAt ? 'took' : 'runningFor')}>{formatSpan(ended - started, reading.locale)}</Fact>
        )}
        {run.dueAt && isLive(run.status) && <Fact name={t('nextCall')}>{clock(run.dueAt)}</Fact>}
      </dl>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
        <h2 className="font-semibold text-lead">{t('events')}</h2>
        {run.triggeredBy.length === 0 && <p className="text-quiet">{t('eventsGone')}</p>}
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
          {run.triggeredBy.map((event) => (
            <li key={event.id} className="min-w-0 border-b py-2 last:border-b-0">
              <p className="wrap-anywhere">
                <code className="font-mono text-dense">{event.name}</code>{' '}
                <span className="tabular text-dense text-quiet">
                  {t('received', { when: formatClock(new Date(event.receivedAt), reading) })}
                </span>
              </p>
              <p className="wrap-anywhere font-mono text-fine text-quiet">{event.id}</p>
              <Payload
                runId={run.id}
                of={{ kind: 'event', id: event.id }}
                label={t('inputOfEvent', { name: event.name })}
              />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-dense text-quiet">{name}</dt>
      <dd className="text-body">{children}</dd>
    </div>
  );
}
