'use client';

import { type QueueFigures, shortName } from '@recado/core/operations/contract';
import { Segmented } from '@recado/ui/segmented';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Bars } from './bars.tsx';

/** Which functions failed for good, within a day or a week. */
export function FailuresByFunction({ failures }: { failures: QueueFigures['failures'] }) {
  const t = useTranslations('staff.queue');
  const [span, setSpan] = useState<'day' | 'week'>('day');
  const rows = failures
    .map((row) => ({ key: row.functionId, name: shortName(row.functionId), value: row[span] }))
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value);
  return (
    <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-3">
      <div className="-my-2.5 flex flex-wrap items-center justify-between gap-x-4">
        <h2 className="font-semibold text-lead">{t('failures')}</h2>
        <Segmented
          label={t('span')}
          name="span"
          value={span}
          onValue={setSpan}
          options={[
            { value: 'day', label: t('day') },
            { value: 'week', label: t('week') },
          ]}
        />
      </div>
      <Bars tone="danger" empty={t(span === 'day' ? 'failuresEmptyDay' : 'failuresEmpty')} rows={rows} />
    </section>
  );
}
