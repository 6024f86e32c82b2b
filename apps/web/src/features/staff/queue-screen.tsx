'use client';

import type { QueueFigures } from '@recado/core/operations/contract';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Bars } from './bars.tsx';
import { FailuresByFunction } from './failures-by-function.tsx';
import { formatSpan } from './format-span.ts';
import { HoursChart } from './hours-chart.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

/** An event that has waited this long should have been handed over long ago. */
const lateSeconds = 30;

/** How the engine is doing: what waits, what runs, what is late, what failed, what was refused. */
export function QueueScreen() {
  const t = useTranslations('staff.queue');
  const tCommon = useTranslations('common');
  const asked = useStaffQuery(['queue'], (staff) => staff.queue.query({ input: {} }), 4_000);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={asked} />
      {asked.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-4">
          <Skeleton className="h-20" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {asked.data && <Figures figures={asked.data} />}
    </main>
  );
}

function Figures({ figures }: { figures: QueueFigures }) {
  const t = useTranslations('staff.queue');
  const locale = useLocale();
  const number = new Intl.NumberFormat(locale);
  const { oldestWaitingSeconds: oldest, outbox } = figures;
  return (
    <>
      <dl className="tabular grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-3 lg:grid-cols-5">
        <Figure name={t('oldest')} isLate={(oldest ?? 0) > lateSeconds}>
          {oldest === null ? (
            <span className="text-lead text-quiet">{t('nothingWaits')}</span>
          ) : (
            formatSpan(oldest * 1000, locale)
          )}
        </Figure>
        <Figure name={t('calling')}>{number.format(figures.calling)}</Figure>
        <Figure name={t('live')}>{number.format(figures.live)}</Figure>
        <Figure name={t('blocked')}>{number.format(figures.blocked)}</Figure>
        <Figure
          name={t('outbox')}
          isLate={outbox.lagSeconds > lateSeconds || outbox.setAside > 0}
          note={
            outbox.setAside > 0
              ? t('setAside', { count: outbox.setAside })
              : outbox.count > 0
                ? t('outboxLag', { span: formatSpan(outbox.lagSeconds * 1000, locale) })
                : t('outboxOk')
          }
        >
          {number.format(outbox.count)}
        </Figure>
      </dl>
      <Part title={t('hours')}>
        <HoursChart hours={figures.hours} />
      </Part>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-2">
        <Part title={t('depth')}>
          <Bars
            empty={t('depthEmpty')}
            rows={figures.depth.map(({ kind, waiting, later }) => ({
              key: kind,
              name: t.has(`kind.${kind}` as never) ? t(`kind.${kind}` as never) : kind,
              value: waiting + later,
              note: [waiting > 0 && t('waiting', { count: waiting }), later > 0 && t('later', { count: later })]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
        </Part>
        <FailuresByFunction failures={figures.failures} />
        <Part title={t('refused')}>
          <Bars
            empty={t('refusedEmpty')}
            tone="attention"
            rows={figures.refused.map(({ reason, count }) => ({
              key: reason,
              name: t.has(`reason.${reason}` as never) ? t(`reason.${reason}` as never) : reason,
              value: count,
            }))}
          />
        </Part>
      </div>
    </>
  );
}

function Figure({
  name,
  note,
  isLate,
  children,
}: {
  name: string;
  note?: string;
  isLate?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-dense text-quiet">{name}</dt>
      <dd className={clsx('font-serif text-title', isLate && 'text-attention')}>{children}</dd>
      {note && <dd className="text-dense text-quiet">{note}</dd>}
    </div>
  );
}

/** A part of the screen under its own name. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <h2 className="font-semibold text-lead">{title}</h2>
      {children}
    </section>
  );
}
