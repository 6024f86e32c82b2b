'use client';

import type { MoneyBackRow } from '@recado/core/operations/contract';
import { formatMoney } from '@recado/i18n';
import { useLocale, useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { MoneyRows } from './money-rows.tsx';

/** Who had their money back, or waits for it. */
export function MoneyBackList({ rows }: { rows: readonly MoneyBackRow[] | undefined }) {
  const t = useTranslations('staff.money.moneyBack');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const reading = useReading();
  const at = (moment: string) => formatClock(new Date(moment), reading);
  return (
    <MoneyRows
      title={t('title')}
      empty={t('empty')}
      rows={rows}
      show={(row) => (
        <li key={row.accountId} className="grid gap-1 border-b py-3">
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="wrap-anywhere font-semibold">{row.account}</span>
            <span className="tabular">{formatMoney(row.cents, row.currency, locale)}</span>
          </p>
          <p className="text-dense text-quiet">
            {row.doneAt ? t('done', { when: at(row.doneAt) }) : t('waits', { when: at(row.askedAt) })}
            {row.notes.length > 0 && ` · ${t('notes', { numbers: row.notes.map(({ number }) => number).join(', ') })}`}
          </p>
        </li>
      )}
    />
  );
}
