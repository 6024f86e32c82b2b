'use client';

import type { Months } from '@recado/core/reports/contract';
import { changeOf, shareOf } from '@recado/core/reports/rules';
import { useLocale, useTranslations } from 'next-intl';
import { useSpanText } from './use-span-text.ts';

/** This month's figures, each with what it was last month by the same day. What has no figure says so. */
export function MonthFigures({ months: { thisMonth, lastMonth } }: { months: Months }) {
  const t = useTranslations('home.month');
  const span = useSpanText();
  const number = new Intl.NumberFormat(useLocale());
  const counted = (['received', 'sent', 'begun'] as const).map((key) => ({
    key,
    figure: number.format(thisMonth[key]),
    change: changeText(changeOf(thisMonth[key], lastMonth[key])),
    before: number.format(lastMonth[key]) as string | null,
    detail: null as string | null,
  }));
  const [share, shareBefore] = [thisMonth, lastMonth].map(({ answered, asked }) => shareOf(answered, asked));
  const percent = (share: number | null | undefined) => (share == null ? null : `${number.format(share)} %`);
  const seconds = (of: number | null) => (of === null ? null : span(of));
  const figures = [
    ...counted,
    {
      key: 'answered' as const,
      figure: percent(share) ?? t('nothing'),
      change: null,
      before: percent(shareBefore),
      detail:
        thisMonth.asked > 0 ? t('answeredDetail', { answered: thisMonth.answered, asked: thisMonth.asked }) : null,
    },
    {
      key: 'toAnswer' as const,
      figure: seconds(thisMonth.secondsToAnswer) ?? t('nothing'),
      change: null,
      before: seconds(lastMonth.secondsToAnswer),
      detail: thisMonth.secondsToAnswer === null ? null : t('toAnswerDetail'),
    },
  ];
  function changeText(change: number | null): string | null {
    if (change === null) return null;
    if (change === 0) return t('same');
    return t(change > 0 ? 'more' : 'less', { percent: number.format(Math.abs(change)) });
  }
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-6">
      {figures.map(({ key, figure, change, before, detail }, n) => (
        <div
          key={key}
          className={`grid content-start gap-0.5 rounded-card border bg-surface px-4 py-3 ${n < 3 ? 'sm:col-span-2' : 'sm:col-span-3'} ${n === 4 ? 'col-span-2' : ''}`}
        >
          <dt className="text-dense text-quiet">{t(key)}</dt>
          <dd className="grid gap-0.5">
            <span className="tabular font-serif text-title">{figure}</span>
            {detail && <span className="tabular text-dense">{detail}</span>}
            {before !== null && (
              <span className="tabular text-dense text-quiet">
                {t('before', { figure: before })}
                {change && ` (${change.toLocaleLowerCase()})`}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
