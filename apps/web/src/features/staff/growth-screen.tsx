'use client';

import { useTranslations } from 'next-intl';
import { KpiTable } from './kpi-table.tsx';
import { ScreenHead } from './screen-head.tsx';
import { UpsellTable } from './upsell-table.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const EVERY_MS = 60_000;

/** What growth is judged by, and whom a plan for several may serve. */
export function GrowthScreen() {
  const t = useTranslations('staff.growth');
  const kpis = useStaffQuery(['kpis'], (staff) => staff.kpis.query({ input: {} }), EVERY_MS);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={kpis} />
      <KpiTable rows={kpis.data} />
      <UpsellTable />
    </main>
  );
}
