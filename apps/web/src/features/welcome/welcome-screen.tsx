'use client';

import type { OnboardingStep } from '@recado/core/onboarding/contract';
import { Button } from '@recado/ui/button';
import { ProgressBar } from '@recado/ui/progress-bar';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { LoadFailure } from '../shell/load-failure.tsx';
import { Step } from './step.tsx';
import { StepBody } from './step-body.tsx';
import { useOnboarding } from './use-onboarding.ts';

/** The first steps of a business or an agency: one to do, the others told; to be left, passed by and come back to from anywhere. */
export function WelcomeScreen() {
  const t = useTranslations('welcome');
  const tCommon = useTranslations('common');
  const { viewer } = useDesk();
  const { asked, note, mayNote } = useOnboarding();
  const state = asked.data;
  // a step may be taken before its turn
  const [chosen, setChosen] = useState<OnboardingStep | null>(null);
  const isChosenOpen = state?.steps.some((each) => each.step === chosen && each.state === 'open');
  const now = isChosenOpen ? chosen : state?.current;
  const done = state?.steps.filter((each) => each.state === 'done').length ?? 0;
  const total = state?.steps.length ?? 0;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8 md:py-12">
        <div className="grid gap-2">
          <h1 className="font-serif text-display">{t('title', { name: viewer.person.name.split(' ')[0] ?? '' })}</h1>
          {state?.current && <p className="text-body text-quiet">{t(`detail.${state.path}`)}</p>}
        </div>
        {asked.isError && !state && <LoadFailure of={asked} />}
        {asked.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-4">
            <Skeleton className="h-56" />
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </Loading>
        )}
        {state && !state.current && (
          <div className="grid justify-items-start gap-3">
            <h2 className="font-serif text-title">{t(done === total ? 'finished.title' : 'left.title')}</h2>
            <p className="text-body text-quiet">{t(done === total ? 'finished.detail' : 'left.detail')}</p>
            <Button look="primary" size="large" asChild>
              <Link href="/inbox">{t('finished.action')}</Link>
            </Button>
          </div>
        )}
        {state && (state.current || done < total) && (
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <div className="grid gap-2">
              <p className="tabular text-dense text-quiet">{t('count', { done, total })}</p>
              <ProgressBar value={total ? done / total : 0} label={t('count', { done, total })} />
            </div>
            <ol aria-label={t('steps')} className="grid grid-cols-[minmax(0,1fr)] gap-8">
              {state.steps.map(({ step, state: how }, n) => (
                <Step
                  key={step}
                  step={step}
                  place={{ number: n + 1, total }}
                  state={how}
                  isNow={step === now}
                  onSkip={mayNote ? () => void note(step, 'skipped') : undefined}
                  onOpen={() => setChosen(step)}
                  onResume={mayNote ? () => void note(step, 'resumed') : undefined}
                >
                  <StepBody step={step} onboarding={state} onDone={() => void note(step, 'done')} />
                </Step>
              ))}
            </ol>
            <Button look="quiet" asChild className="-ml-4 justify-self-start">
              <Link href="/inbox">{t('skip')}</Link>
            </Button>
          </div>
        )}
      </div>
    </main>
  );
}
