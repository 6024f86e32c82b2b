'use client';

import type { Home } from '@recado/core/reports/contract';
import { ProgressBar } from '@recado/ui/progress-bar';
import { useLocale, useTranslations } from 'next-intl';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

/** How much of the plan is used, and what gives more. */
export function PlanUse({ limits: { plan, next, rows } }: { limits: NonNullable<Home['limits']> }) {
  const t = useTranslations('home.plan');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const number = new Intl.NumberFormat(locale);
  const { client, viewer, workspace } = useDesk();
  const isShared = viewer.workspaces.some(
    ({ id, accountId }) => accountId === workspace.accountId && id !== workspace.id,
  );
  const mayAsk = useMay('workspace.update');
  return (
    <section aria-labelledby="plan" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="plan" className="font-serif text-title">
        {t('title', { plan: plan[locale] })}
      </h2>
      {isShared && rows.length > 0 && <p className="text-dense text-quiet">{t('account')}</p>}
      {rows.length === 0 && <p className="text-quiet">{t('endless')}</p>}
      {rows.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-card border bg-surface px-4 py-3">
          {rows.map(({ name, used, limit, state }) => (
            <li key={name} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span>{t(name)}</span>
                <span className="tabular text-dense text-quiet">
                  {t('use', { used: number.format(used), limit: number.format(limit) })}
                  {state !== 'fine' && limit > 1 && (
                    <span className="font-semibold text-attention">{` · ${t(state)}`}</span>
                  )}
                </span>
              </p>
              <ProgressBar
                value={Math.min(1, used / limit)}
                label={`${t(name)}: ${t('use', { used: number.format(used), limit: number.format(limit) })}`}
              />
            </li>
          ))}
        </ul>
      )}
      {next && rows.some(({ state, limit }) => state !== 'fine' && limit > 1) && (
        <div className="grid justify-items-start gap-2">
          <p className="text-quiet">{t('lift', { next: next[locale] })}</p>
          {mayAsk && <TalkToUs client={client} source="limit" />}
        </div>
      )}
    </section>
  );
}
