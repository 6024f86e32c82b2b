'use client';

import { useTranslations } from 'next-intl';
import { DisputeList } from './dispute-list.tsx';
import { MoneyBackList } from './money-back-list.tsx';
import { ScreenHead } from './screen-head.tsx';
import { SlaMonths } from './sla-months.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const EVERY_MS = 30_000;

/** What is given back to accounts, disputed by banks, and credited for months that were not as promised. */
export function MoneyScreen() {
  const t = useTranslations('staff.money');
  const moneyBack = useStaffQuery(['money-back'], (staff) => staff.moneyBack.query({ input: {} }), EVERY_MS);
  const disputes = useStaffQuery(['disputes'], (staff) => staff.disputes.query({ input: {} }), EVERY_MS);
  const sla = useStaffQuery(['sla'], (staff) => staff.sla.query({ input: {} }), EVERY_MS);
  const failed = [moneyBack, disputes, sla].find(({ isError }) => isError) ?? moneyBack;
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={t('title')} detail={t('detail')} asked={failed} />
      <DisputeList rows={disputes.data} />
      <MoneyBackList rows={moneyBack.data} />
      <SlaMonths rows={sla.data} refetch={() => void sla.refetch()} />
    </main>
  );
}
