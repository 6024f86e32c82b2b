'use client';

import { type OnboardingFigure, type OnboardingPath, paths, stepsOf } from '@recado/core/onboarding/contract';
import { useTranslations } from 'next-intl';
import { Bars } from './bars.tsx';
import { DaysScreen } from './days-screen.tsx';

/** Where companies stop on their first steps: how many did each step, and how many of those who saw it did not. */
export function OnboardingScreen() {
  const t = useTranslations('staff.onboarding');
  return (
    <DaysScreen
      name="onboarding"
      title={t('title')}
      detail={t('detail')}
      ask={(staff, days) => staff.onboarding.query({ input: { days } })}
      show={(figures) => paths.map((path) => <Path key={path} path={path} figures={figures} />)}
    />
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
