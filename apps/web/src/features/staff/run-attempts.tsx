'use client';

import type { RunDetail } from '@recado/core/operations/contract';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { ErrorDetail } from './error-detail.tsx';
import { formatClock } from './format-clock.ts';

/** The tries that did not succeed, in their order. */
export function RunAttempts({ run }: { run: RunDetail }) {
  const t = useTranslations('staff.run');
  const reading = useReading();
  if (run.attempts.length === 0) return null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold text-lead">{t('tries')}</h2>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {run.attempts.map((attempt) => (
          <li key={`${attempt.step}${attempt.attempt}${attempt.at}`} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            <p className="tabular wrap-anywhere text-dense text-quiet">
              {[
                t('try', { attempt: attempt.attempt + 1 }),
                attempt.step && t('inStep', { step: attempt.step }),
                formatClock(new Date(attempt.at), reading),
                attempt.final && t('final'),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <ErrorDetail error={attempt.error} />
          </li>
        ))}
      </ol>
    </section>
  );
}
