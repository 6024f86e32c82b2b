'use client';

import { formatMoney } from '@recado/i18n';
import { useLocale, useTranslations } from 'next-intl';
import type { OwnBilling } from './billing-state.tsx';

/** The invoices of two years, the newest first, each with its page. */
export function InvoiceList({ invoices }: { invoices: OwnBilling['invoices'] }) {
  const t = useTranslations('plan.pay.invoices');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  return (
    <section aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-semibold">{t('title')}</h3>
      <ul className="divide-y rounded-card border bg-surface">
        {invoices.map((each) => (
          <li key={each.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
            <span className="min-w-28">
              {new Date(each.createdAt).toLocaleDateString(locale, { dateStyle: 'medium' })}
            </span>
            <span className="tabular min-w-24 font-medium">{formatMoney(each.totalCents, each.currency, locale)}</span>
            <span className="flex-1 text-quiet">
              {t(each.creditedCents > 0 ? 'status.credited' : `status.${each.status as 'open'}`)}
            </span>
            {each.url && (
              <a href={each.url} className="font-medium text-brand underline-offset-4 hover:underline">
                {t('open', { number: each.number ?? '' })}
              </a>
            )}
            {each.document && (
              <a href={each.document} download className="font-medium text-brand underline-offset-4 hover:underline">
                {t('document', { number: each.number ?? '' })}
              </a>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
