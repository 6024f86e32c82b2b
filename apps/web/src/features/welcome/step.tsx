'use client';

import type { OnboardingStep, StepState } from '@recado/core/onboarding/contract';
import { stepMinutes } from '@recado/core/onboarding/contract';
import { Button } from '@recado/ui/button';
import { clsx } from 'clsx';
import { Check, SkipForward } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** One of the first steps: what it is, how far it is, and what to do about it while it is the one to do. */
export function Step({
  step,
  place,
  state,
  isNow,
  onSkip,
  onResume,
  onOpen,
  children,
}: {
  step: OnboardingStep;
  place: { number: number; total: number };
  state: StepState;
  isNow: boolean;
  /** Left out for whoever may only look. */
  onSkip?: (() => void) | undefined;
  onResume?: (() => void) | undefined;
  /** For a step that waits its turn. */
  onOpen: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('welcome');
  return (
    <li aria-current={isNow ? 'step' : undefined} className="grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-4">
      <span
        aria-hidden
        className={clsx(
          'tabular flex size-9 items-center justify-center rounded-full font-serif text-lead',
          state === 'done' && 'bg-good-soft text-good',
          isNow && 'bg-brand text-on-brand',
          !isNow && state !== 'done' && 'border text-quiet',
        )}
      >
        {state === 'done' ? <Check size={18} /> : state === 'skipped' ? <SkipForward size={16} /> : place.number}
      </span>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 pt-1">
        <div className="flex flex-wrap items-baseline gap-x-2.5">
          <h2 className={clsx('text-lead', isNow ? 'font-semibold' : 'text-quiet')}>
            <span className="sr-only">{t('progress', { step: place.number, total: place.total })}. </span>
            {t(`step.${step}.title`)}
          </h2>
          {state === 'done' && <span className="text-dense text-good">{t('done')}</span>}
          {state === 'skipped' && <span className="text-dense text-quiet">{t('skipped')}</span>}
          {state === 'open' && (
            <span className="tabular text-dense text-quiet">{t('minutes', { count: stepMinutes[step] })}</span>
          )}
          {state === 'open' && !isNow && (
            <Button look="quiet" size="small" onClick={onOpen}>
              {t('doNow')}
              <span className="sr-only">: {t(`step.${step}.title`)}</span>
            </Button>
          )}
          {state === 'skipped' && onResume && (
            <Button look="quiet" size="small" onClick={onResume}>
              {t('resume')}
              <span className="sr-only">: {t(`step.${step}.title`)}</span>
            </Button>
          )}
        </div>
        {isNow && (
          <>
            {children}
            {onSkip && (
              <Button look="quiet" size="small" className="-ml-3 justify-self-start" onClick={onSkip}>
                {t('skipStep')}
              </Button>
            )}
          </>
        )}
      </div>
    </li>
  );
}
