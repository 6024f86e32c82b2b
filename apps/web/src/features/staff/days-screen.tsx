'use client';

import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { TrpcClient } from '../session/trpc-client.ts';
import { ScreenHead } from './screen-head.tsx';
import { useStaffQuery } from './use-staff-query.ts';

const spans = [7, 30, 90] as const;

/** Figures of the last days side by side, with the choice of how many; `after` stands below them, whatever they say. */
export function DaysScreen<Figures>({
  name,
  title,
  detail,
  ask,
  show,
  after,
}: {
  name: string;
  title: string;
  detail: string;
  ask: (staff: TrpcClient['staff'], days: (typeof spans)[number]) => Promise<Figures>;
  show: (figures: Figures) => ReactNode;
  after?: ReactNode;
}) {
  const t = useTranslations('staff.wall');
  const tCommon = useTranslations('common');
  const [days, setDays] = useState<(typeof spans)[number]>(30);
  const asked = useStaffQuery([name, days], (staff) => ask(staff, days), 30_000);
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <ScreenHead title={title} detail={detail} asked={asked}>
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
          {show(asked.data)}
        </div>
      )}
      {after}
    </main>
  );
}
