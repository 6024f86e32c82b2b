'use client';

import type { Home } from '@recado/core/reports/contract';
import { formatDay } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { Asked } from '../workspaces/asked.tsx';
import { Attention } from './attention.tsx';
import { DaysChart } from './days-chart.tsx';
import { HomeNumbers } from './home-numbers.tsx';
import { MonthFigures } from './month-figures.tsx';
import { PlanUse } from './plan-use.tsx';
import { useHome } from './use-home.ts';

/** What a workspace begins with: who needs somebody now, how the month goes, what is connected and how much of the plan is used. */
export function HomeScreen() {
  const t = useTranslations('home');
  const { viewer, workspace } = useDesk();
  const reading = useReading();
  const asked = useHome();
  const home = asked.data;
  const today = new Intl.DateTimeFormat(reading.locale === 'en' ? 'en-GB' : 'es-ES', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(reading.now);
  return (
    <main className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title', { name: viewer.person.name.split(' ')[0] ?? '' })}</h1>
          <p className="text-body text-quiet">{t('about', { workspace: workspace.name, day: today })}</p>
        </div>
        {home ? <Body home={home} /> : <Asked of={asked} />}
      </div>
    </main>
  );
}

function Body({ home }: { home: Home }) {
  const t = useTranslations('home');
  const maySetUp = useMay('workspace.update');
  const reading = useReading();
  const { months, sees } = home;
  const isNew =
    months !== null &&
    home.waiting?.count === 0 &&
    months.days.every((day) => day.in + day.out === 0) &&
    !months.thisMonth.begun;
  return (
    <>
      {isNew && sees === 'all' ? (
        <EmptyState
          picture={<BlankNote />}
          title={t('start.title')}
          detail={maySetUp ? t('start.detail') : t('start.look')}
          action={
            maySetUp && (
              <Button look="primary" size="large" asChild>
                <Link href="/welcome">{t('start.action')}</Link>
              </Button>
            )
          }
        />
      ) : (
        <Attention home={home} />
      )}
      {months === null && <p className="text-quiet">{t('withheld')}</p>}
      {months && !(isNew && sees === 'all') && (
        <>
          <section aria-labelledby="month" className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <div className="grid gap-0.5">
              <h2 id="month" className="font-serif text-title">
                {t('month.title')}
              </h2>
              <p className="text-dense text-quiet">
                {t('month.compared', { day: formatDay(noonOf(months.compared.to), { ...reading, timeZone: 'UTC' }) })}
                {sees !== 'all' && `. ${t(`sees.${sees}`)}`}
              </p>
            </div>
            <MonthFigures months={months} />
          </section>
          <DaysChart days={months.days} />
        </>
      )}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-8 md:grid-cols-2">
        {home.numbers && <HomeNumbers numbers={home.numbers} />}
        {home.limits && <PlanUse limits={home.limits} />}
      </div>
    </>
  );
}

/** A day without a zone, as an instant that is that day wherever the reader takes it in UTC. */
const noonOf = (day: string) => new Date(`${day}T12:00:00Z`);
