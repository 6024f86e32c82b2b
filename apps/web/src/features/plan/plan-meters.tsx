'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import type { Use } from '@recado/core/plans/rules';
import { ProgressBar } from '@recado/ui/progress-bar';
import { useLocale, useTranslations } from 'next-intl';

/** What is counted today; of other limits there is nothing yet to use up. */
const COUNTED = ['contacts', 'messages', 'numbers', 'workspaces', 'seats'] as const;

/** How much of each limit is used. */
export function PlanMeters({ mine, use }: { mine: PlanVersion; use: Use | null }) {
  const t = useTranslations('plan');
  const number = new Intl.NumberFormat(useLocale());
  if (!use) return null;
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-card border bg-surface px-4 py-3">
      {COUNTED.map((name) => {
        const limit = name === 'seats' ? mine.seats.max : mine.limits[name];
        const used = use[name] ?? 0;
        const said =
          limit === null
            ? t('use.endless', { used: number.format(used) })
            : t('use.of', { used: number.format(used), limit: number.format(limit) });
        return (
          <li key={name} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span>{t(`row.${name}`)}</span>
              <span className="tabular text-dense text-quiet">{said}</span>
            </p>
            {limit !== null && (
              <ProgressBar value={limit === 0 ? 1 : Math.min(1, used / limit)} label={`${t(`row.${name}`)}: ${said}`} />
            )}
          </li>
        );
      })}
    </ul>
  );
}
