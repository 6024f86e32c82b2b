'use client';

import type { DisputeRow } from '@recado/core/operations/contract';
import { formatMoney } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { useLocale, useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { MoneyRows } from './money-rows.tsx';

const WAITS: ReadonlySet<string> = new Set(['needs_response', 'warning_needs_response']);

/** The payments that banks dispute. */
export function DisputeList({ rows }: { rows: readonly DisputeRow[] | undefined }) {
  const t = useTranslations('staff.money.disputes');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const reading = useReading();
  const at = (moment: string) => formatClock(new Date(moment), reading);
  return (
    <MoneyRows
      title={t('title')}
      empty={t('empty')}
      rows={rows}
      show={(row) => (
        <li key={row.id} className="grid gap-1 border-b py-3">
          <p className="flex flex-wrap items-center justify-between gap-x-4">
            <span className="flex min-w-0 flex-wrap items-center gap-x-2">
              <span className="wrap-anywhere font-semibold">{row.account}</span>
              <Badge tone={WAITS.has(row.status) ? 'attention' : 'neutral'}>
                {t('status', { status: row.status })}
              </Badge>
            </span>
            <span className="tabular">{formatMoney(row.cents, row.currency, locale)}</span>
          </p>
          <p className="text-dense text-quiet">
            {t('opened', { when: at(row.openedAt) })}
            {WAITS.has(row.status) && row.dueAt && ` · ${t('due', { when: at(row.dueAt) })}`}
            {row.reason && ` · ${row.reason}`}
          </p>
        </li>
      )}
    />
  );
}
