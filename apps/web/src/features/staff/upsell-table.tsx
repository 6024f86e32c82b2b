'use client';

import { UPSELLS_PER_PAGE, type UpsellRow } from '@recado/core/growth/contract';
import { formatMoney } from '@recado/i18n';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useLocale, useTranslations } from 'next-intl';
import { useErrorText } from '../session/use-error-text.ts';
import { MoreRows } from './more-rows.tsx';
import { useStaffPages } from './use-staff-pages.ts';
import { WideTable } from './wide-table.tsx';

const counts = ['networks', 'devices', 'contacts', 'conversations', 'signals', 'score'] as const;

/** Accounts on plans for one person that a plan for several may serve. It is read once: it looks at a month of everybody. */
export function UpsellTable() {
  const t = useTranslations('staff.growth.upsells');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { query, rows } = useStaffPages(
    ['upsells'],
    UPSELLS_PER_PAGE,
    ({ networks, contacts, accountId }: UpsellRow) => ({ networks, contacts, accountId }),
    (staff, before) => staff.upsells.query({ input: { before } }),
    false,
  );
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold text-lead">{t('title')}</h2>
      <p className="max-w-prose text-quiet">{t('detail')}</p>
      {query.isPending && (
        <Loading label={tCommon('loading')}>
          <Skeleton className="h-40" />
        </Loading>
      )}
      {query.isError && (
        <p role="alert" className="text-quiet">
          {errorText(query.error)}
        </p>
      )}
      {query.data && rows.length === 0 && <p className="text-quiet">{t('empty')}</p>}
      {rows.length > 0 && (
        <WideTable label={t('title')}>
          <Accounts rows={rows} />
        </WideTable>
      )}
      <MoreRows of="staff.growth.upsells" query={query} hasRows={rows.length > 0} />
    </section>
  );
}

function Accounts({ rows }: { rows: readonly UpsellRow[] }) {
  const t = useTranslations('staff.growth.upsells');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  return (
    <>
      <thead>
        <tr className="border-b text-left text-quiet">
          {(['owner', 'account', 'plan'] as const).map((column) => (
            <th key={column} scope="col" className="py-2 pr-4 font-normal">
              {t(column)}
            </th>
          ))}
          {[...counts, 'value' as const].map((column) => (
            <th key={column} scope="col" className="px-2 py-2 text-right font-normal">
              {t(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.accountId} data-upsell={row.accountId} className="border-b align-top">
            <th scope="row" className="min-w-40 py-2 pr-4 text-left font-normal">
              <span className="wrap-anywhere block font-semibold">{row.name}</span>
              <a href={`mailto:${row.email}`} className="wrap-anywhere underline">
                {row.email}
              </a>
            </th>
            <td className="wrap-anywhere min-w-28 py-2 pr-4">{row.account}</td>
            <td className="py-2 pr-4">{row.plan}</td>
            {counts.map((column) => (
              <td key={column} className="px-2 py-2 text-right">
                {row[column]}
              </td>
            ))}
            <td className="whitespace-nowrap px-2 py-2 text-right">
              {row.valueCents !== null && row.currency ? formatMoney(row.valueCents, row.currency, locale) : '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
