'use client';

import { isLive, shortName } from '@recado/core/operations/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { wireErrorOf } from '../session/app-error.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { ErrorDetail } from './error-detail.tsx';
import { Payload } from './payload.tsx';
import { RunActions } from './run-actions.tsx';
import { RunAttempts } from './run-attempts.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunKin } from './run-kin.tsx';
import { RunSteps } from './run-steps.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

/** One run from the event that set it going to what it answered or what broke it, and what may be done about it. */
export function RunScreen() {
  const { runId } = useParams<{ runId: string }>();
  const t = useTranslations('staff.run');
  const tCommon = useTranslations('common');
  const asked = useStaffQuery(
    ['run', runId],
    (staff) => staff.run.query({ input: { runId } }),
    (found) => (found && (isLive(found.status) || found.asked.length > 0) ? 1_500 : 10_000),
  );
  const run = asked.data?.id === runId ? asked.data : undefined;
  if (!run && asked.isError && wireErrorOf(asked.error).code === 'operations.runNotFound')
    return (
      <main>
        <EmptyState
          picture={<BlankNote />}
          title={t('missing.title')}
          detail={t('missing.detail')}
          action={
            <Button asChild look="primary">
              <Link href="/staff/runs">{t('missing.action')}</Link>
            </Button>
          }
        />
      </main>
    );
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Link
          href="/staff/runs"
          className="inline-flex items-center gap-1.5 justify-self-start rounded-tight text-quiet hover:text-ink"
        >
          <ArrowLeft size={16} aria-hidden />
          {t('back')}
        </Link>
        <ScreenHead title={run ? shortName(run.functionId) : t('title')} asked={asked}>
          {run && <RunActions run={run} refetch={() => void asked.refetch()} />}
        </ScreenHead>
      </div>
      {!run && !asked.isError && (
        <Loading label={tCommon('loading')} className="grid gap-4">
          <Skeleton className="h-24" />
          <Skeleton className="h-40" />
        </Loading>
      )}
      {run && (
        <>
          <RunFacts run={run} />
          {run.error && (
            <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
              <h2 className="font-semibold text-lead">{t(run.status === 'cancelled' ? 'whyCancelled' : 'error')}</h2>
              <p className="text-dense text-quiet">{t('errorsLogged')}</p>
              <ErrorDetail error={run.error} tone={run.status === 'cancelled' ? 'attention' : 'danger'} />
            </section>
          )}
          <RunSteps run={run} />
          {run.hasOutput && (
            <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
              <h2 className="font-semibold text-lead">{t('output')}</h2>
              <Payload runId={run.id} of={{ kind: 'output' }} label={t('output')} />
            </section>
          )}
          <RunAttempts run={run} />
          <RunKin run={run} />
        </>
      )}
    </main>
  );
}
