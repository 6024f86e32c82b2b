'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { type Cell, comingRows, comparePlans } from '@recado/core/plans/rules';
import { formatMoney } from '@recado/i18n';
import { Check, Minus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';

/** The plans that are sold side by side, made from the catalogue alone; `mine` is pointed out where somebody has one. */
export function PlanComparison({ mine, offered }: { mine?: PlanVersion; offered: readonly PlanVersion[] }) {
  const t = useTranslations('plan');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  return (
    <section
      aria-label={t('compare.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse moves it sideways by keys
      tabIndex={0}
      className="relative overflow-x-auto rounded-card border bg-surface"
    >
      <table className="w-full border-collapse text-left text-dense">
        <thead>
          <tr className="border-b align-bottom">
            <th scope="col" className="sticky left-0 bg-surface px-3 py-2 font-medium">
              <span className="sr-only">{t('compare.what')}</span>
            </th>
            {offered.map((each) => (
              <th key={each.plan} scope="col" className="px-3 py-2 font-semibold whitespace-nowrap">
                {each.name[locale]}
                {each.plan === mine?.plan && each.version === mine.version && (
                  <span className="block font-normal text-fine text-quiet">{t('compare.yours')}</span>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {comparePlans(offered).map(({ row, cells }) => (
            <tr key={row} className="border-b last:border-b-0">
              <th scope="row" className="sticky left-0 max-w-40 bg-surface px-3 py-2 font-normal text-quiet">
                {t(`row.${row}`)}
                {comingRows.has(row) && <span className="block text-fine">{t('compare.coming')}</span>}
              </th>
              {cells.map((cell, index) => (
                <td key={offered[index]?.plan} className="tabular px-3 py-2 whitespace-nowrap">
                  <CellText cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellText({ cell }: { cell: Cell }) {
  const t = useTranslations('plan.cell');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const number = new Intl.NumberFormat(locale);
  if (cell.kind === 'has') {
    const Icon = cell.has ? Check : Minus;
    return (
      <>
        <Icon size={16} aria-hidden className={cell.has ? 'text-good' : 'text-quiet'} />
        <span className="sr-only">{t(cell.has ? 'yes' : 'no')}</span>
      </>
    );
  }
  if (cell.kind === 'money')
    return cell.cents === null
      ? t('quotation')
      : t(cell.interval, { price: formatMoney(cell.cents, cell.currency, locale) });
  if (cell.kind === 'percent') return cell.percent === null ? t('none') : `${number.format(cell.percent)} %`;
  if (cell.kind === 'days')
    return cell.days === null ? t('endless') : cell.days === 0 ? t('none') : t('days', { days: cell.days });
  if (cell.kind === 'crm') return t(`crm.${cell.crm ?? 'none'}`);
  if (cell.kind === 'support') return t(`support.${cell.support}`);
  if (cell.count === null) return t('endless');
  return cell.per ? t('perWorkspace', { count: number.format(cell.count) }) : number.format(cell.count);
}
