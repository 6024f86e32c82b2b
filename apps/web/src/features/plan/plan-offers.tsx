'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { centsFor } from '@recado/core/plans/rules';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import type { OwnBilling } from './billing-state.tsx';
import { UpgradeDialog } from './upgrade-dialog.tsx';
import { useBillingAction } from './use-billing.ts';

/** The plans that can be bought; or, with one bought, those to go up to at once. */
export function PlanOffers({ mine, offered, data }: { mine: PlanVersion; offered: PlanVersion[]; data: OwnBilling }) {
  const t = useTranslations('plan.pay');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const { isBusy, run } = useBillingAction();
  const [chosen, setChosen] = useState<PlanVersion | null>(null);
  const isBought = data.subscription !== null;
  const mayGoUp = data.acts.includes('up');
  const choices = offered.filter(
    (each) =>
      each.price.cents !== null &&
      each.price.cents > 0 &&
      (each.seats.max === null || each.seats.max >= data.people) &&
      (!isBought || (mayGoUp && each.price.cents > (mine.price.cents ?? 0))),
  );
  if (choices.length === 0) return null;
  const buy = (plan: string) =>
    run(async (workspaceId) => {
      const input = { plan, request: crypto.randomUUID() };
      window.location.assign((await client.billing.startCheckout.mutate({ workspaceId, input })).url);
    });
  return (
    <section aria-label={t(isBought ? 'up.title' : 'buy.title')} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-semibold">{t(isBought ? 'up.title' : 'buy.title')}</h3>
      <ul className="divide-y rounded-card border bg-surface">
        {choices.map((each) => (
          <li key={each.plan} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <span className="grid min-w-36 flex-1 gap-x-4 sm:grid-cols-[6rem_1fr]">
              <span className="font-medium">{each.name[locale]}</span>
              <span className="tabular text-quiet">
                {t(each.price.interval === 'year' ? 'year' : 'month', {
                  price: formatMoney(centsFor(each, data.billed) ?? 0, each.price.currency, locale),
                  people: Math.max(data.billed, each.seats.min),
                })}
              </span>
            </span>
            <Button busy={isBusy} onClick={() => (isBought ? setChosen(each) : void buy(each.plan))}>
              {t(isBought ? 'up.choose' : 'buy.choose', { plan: each.name[locale] })}
            </Button>
          </li>
        ))}
      </ul>
      {!isBought && <p className="text-quiet">{t('buy.tax')}</p>}
      <UpgradeDialog to={chosen} isTrial={data.state.state === 'trial'} onClose={() => setChosen(null)} />
    </section>
  );
}
