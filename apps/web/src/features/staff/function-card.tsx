'use client';

import type { FunctionRow, Trigger } from '@recado/core/operations/contract';
import { formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { clsx } from 'clsx';
import { CalendarClock, Zap } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { RunStatusBadge } from './run-status.tsx';

/** One function: what it is called and allowed, when it runs, how the last run went, what failed lately. */
export function FunctionCard({ row }: { row: FunctionRow }) {
  const t = useTranslations('staff.functions');
  const reading = useReading();
  const limits = [
    t('retries', { count: row.retries }),
    ...(row.concurrency.length === 0 ? [t('noLimit')] : row.concurrency.map((limit) => limitText(limit))),
  ];
  function limitText({ limit, key }: FunctionRow['concurrency'][number]): string {
    return key ? t('atOncePer', { limit, key }) : t('atOnce', { limit });
  }
  return (
    <li
      className={clsx(
        'grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 border-b py-4 md:grid-cols-[minmax(0,5fr)_minmax(0,4fr)_minmax(0,3fr)]',
        row.goneAt && 'text-quiet',
      )}
      data-function={row.id}
    >
      <div className="grid min-w-0 content-start gap-1">
        <h3 className="wrap-anywhere font-semibold text-body">
          <Link
            href={`/staff/runs?function=${encodeURIComponent(row.id)}`}
            aria-label={t('runsOf', { name: row.name })}
            className="rounded-tight hover:text-brand hover:underline"
          >
            {row.name}
          </Link>
        </h3>
        <p className="text-dense text-quiet">{limits.join(' · ')}</p>
        {row.goneAt && (
          <p>
            <Badge tone="attention">{t('gone', { when: formatWhen(new Date(row.goneAt), reading) })}</Badge>
          </p>
        )}
      </div>
      <ul className="grid min-w-0 content-start gap-2">
        {row.triggers.map((trigger) => (
          <TriggerLine key={trigger.kind === 'cron' ? trigger.cron : trigger.event} trigger={trigger} />
        ))}
      </ul>
      <div className="grid min-w-0 content-start justify-items-start gap-1 md:justify-items-end md:text-right">
        {row.lastRun ? (
          <>
            <Link href={`/staff/runs/${row.lastRun.id}`} className="rounded-full">
              <RunStatusBadge status={row.lastRun.status} />
            </Link>
            <p className="tabular text-dense text-quiet">
              {t('lastRun', { when: formatWhen(new Date(row.lastRun.at), reading) })}
            </p>
          </>
        ) : (
          <p className="text-dense text-quiet">{t('neverRun')}</p>
        )}
        <p className={clsx('tabular text-dense', row.failures > 0 ? 'font-semibold text-danger' : 'text-quiet')}>
          {t('failures', { count: row.failures })}
        </p>
      </div>
    </li>
  );
}

function TriggerLine({ trigger }: { trigger: Trigger }) {
  const t = useTranslations('staff.functions');
  const reading = useReading();
  const Icon = trigger.kind === 'cron' ? CalendarClock : Zap;
  return (
    <li className="flex min-w-0 items-start gap-2">
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-quiet" />
      {trigger.kind === 'cron' ? (
        <span className="grid min-w-0">
          <code className="wrap-anywhere font-mono text-dense">{trigger.cron}</code>
          <span className="tabular text-dense text-quiet">
            {trigger.nextAt ? t('next', { when: formatWhen(new Date(trigger.nextAt), reading) }) : t('nextUnknown')}
          </span>
        </span>
      ) : (
        <span className="wrap-anywhere min-w-0 text-dense">
          {t('onEvent', { event: trigger.event })}
          {trigger.expression && (
            <span className="block text-quiet">{t('onlyIf', { expression: trigger.expression })}</span>
          )}
        </span>
      )}
    </li>
  );
}
