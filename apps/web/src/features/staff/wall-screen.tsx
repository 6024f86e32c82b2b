'use client';

import { type WallFigures, wallSteps } from '@recado/core/operations/contract';
import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Bars } from './bars.tsx';
import { IdleTrial } from './idle-trial.tsx';
import { Leads } from './leads.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const spans = [7, 30, 90] as const;

/** The wall of one session: who meets it, what they choose there, who asks for a word with us, and the inactivity limits that are tried. */
export function WallScreen() {
  const t = useTranslations('staff.wall');
  const tCommon = useTranslations('common');
  const [days, setDays] = useState<(typeof spans)[number]>(30);
  const asked = useStaffQuery(['wall', days], (staff) => staff.wall.query({ input: { days } }), 30_000);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={asked}>
        <Segmented
          label={t('span')}
          name="span"
          value={String(days)}
          onValue={(value) => setDays(spans.find((span) => String(span) === value) ?? 30)}
          options={spans.map((span) => ({ value: String(span), label: t(`days.${span}`) }))}
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
          <Funnel figures={asked.data} />
          {asked.data.idle && <IdleTrial idle={asked.data.idle} />}
        </div>
      )}
      <Leads />
    </main>
  );
}

function Funnel({ figures }: { figures: WallFigures }) {
  const t = useTranslations('staff.wall');
  const rows = [...wallSteps, 'lead' as const].map((step) => ({
    key: step,
    name: t(`steps.${step}`),
    value: step === 'lead' ? figures.leads : (figures.funnel[step] ?? 0),
  }));
  const met = figures.funnel.displaced ?? 0;
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <h2 className="font-semibold text-lead">{t('funnel')}</h2>
      {met > 0 && <p className="text-quiet">{t('people', { count: figures.people, sessions: met })}</p>}
      <Bars rows={met > 0 || figures.leads > 0 ? rows : []} empty={t('funnelEmpty')} />
    </section>
  );
}
