'use client';

import { type OnboardingFigure, type OnboardingPath, paths, stepsOf } from '@recado/core/onboarding/contract';
import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Bars } from './bars.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const spans = [7, 30, 90] as const;

/** Where companies stop on their first steps: how many did each step, and how many of those who saw it did not. */
export function OnboardingScreen() {
  const t = useTranslations('staff.onboarding');
  const tWall = useTranslations('staff.wall');
  const tCommon = useTranslations('common');
  const [days, setDays] = useState<(typeof spans)[number]>(30);
  const asked = useStaffQuery(['onboarding', days], (staff) => staff.onboarding.query({ input: { days } }), 30_000);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={asked}>
        <Segmented
          label={tWall('span')}
          name="span"
          value={String(days)}
          onValue={(value) => setDays(spans.find((span) => String(span) === value) ?? 30)}
          options={spans.map((span) => ({ value: String(span), label: tWall(`days.${span}`) }))}
        />
      </ScreenHead>
      {asked.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-40" />
        </Loading>
      )}
      {asked.data && (
        <div
          className="grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-8 lg:grid-cols-2"
          aria-busy={asked.isPlaceholderData}
        >
          {paths.map((path) => (
            <Path key={path} path={path} figures={asked.data} />
          ))}
        </div>
      )}
    </main>
  );
}

function Path({ path, figures }: { path: OnboardingPath; figures: readonly OnboardingFigure[] }) {
  const t = useTranslations('staff.onboarding');
  const tStep = useTranslations('welcome.step');
  const own = figures.filter((each) => each.path === path);
  const rows = stepsOf[path].map((step) => {
    const { seen = 0, done = 0, skipped = 0, medianSeconds = null } = own.find((each) => each.step === step) ?? {};
    return {
      key: step,
      name: tStep(`${step}.title`),
      value: done,
      note: t('note', {
        seen,
        skipped,
        stopped: seen - done - skipped,
        minutes: Math.round((medianSeconds ?? 0) / 60),
      }),
    };
  });
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <h2 className="font-semibold text-lead">{t(`path.${path}`)}</h2>
      <Bars rows={own.length > 0 ? rows : []} empty={t('empty')} />
    </section>
  );
}
