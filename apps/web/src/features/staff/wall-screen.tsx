'use client';

import { type WallFigures, wallSteps } from '@recado/core/operations/contract';
import { useTranslations } from 'next-intl';
import { Bars } from './bars.tsx';
import { DaysScreen } from './days-screen.tsx';
import { IdleTrial } from './idle-trial.tsx';
import { Leads } from './leads.tsx';

/** The wall of one session: who meets it, what they choose there, who asks for a word with us, and the inactivity limits that are tried. */
export function WallScreen() {
  const t = useTranslations('staff.wall');
  return (
    <DaysScreen
      name="wall"
      title={t('title')}
      detail={t('detail')}
      ask={(staff, days) => staff.wall.query({ input: { days } })}
      show={(figures) => (
        <>
          <Funnel figures={figures} />
          {figures.idle && <IdleTrial idle={figures.idle} />}
        </>
      )}
      after={<Leads />}
    />
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
