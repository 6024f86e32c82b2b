'use client';

import { useTranslations } from 'next-intl';
import { DisputeList } from './dispute-list.tsx';
import { MoneyBackList } from './money-back-list.tsx';
import { RevenueTable } from './revenue-table.tsx';
import { ScreenHead } from './screen-head.tsx';
import { SlaMonths } from './sla-months.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const EVERY_MS = 30_000;

/** What recurs, and what is given back to accounts, disputed by banks, and credited for months that were not as promised. */
export function MoneyScreen() {
  const t = useTranslations('staff.money');
  const moneyBack = useStaffQuery(['money-back'], (staff) => staff.moneyBack.query({ input: {} }), EVERY_MS);
  const revenue = useStaffQuery(['revenue'], (staff) => staff.revenue.query({ input: {} }), EVERY_MS);
  const disputes = useStaffQuery(['disputes'], (staff) => staff.disputes.query({ input: {} }), EVERY_MS);
  const sla = useStaffQuery(['sla'], (staff) => staff.sla.query({ input: {} }), EVERY_MS);
  const failed = [revenue, moneyBack, disputes, sla].find(({ isError }) => isError) ?? moneyBack;
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={failed} />
      <RevenueTable rows={revenue.data} />
      <DisputeList rows={disputes.data} />
      <MoneyBackList rows={moneyBack.data} />
      <SlaMonths rows={sla.data} refetch={() => void sla.refetch()} />
    </main>
  );
}
