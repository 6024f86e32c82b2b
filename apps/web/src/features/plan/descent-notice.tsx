'use client';

import { choosable } from '@recado/core/billing/rules';
import type { PlanVersion } from '@recado/core/plans/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useBillingAction, useChoices } from './use-billing.ts';

/** Where the account is on its way down: to what, when, what rests then, and the way to stay. */
export function DescentNotice({ mine, offered }: { mine: PlanVersion; offered: PlanVersion[] }) {
  const t = useTranslations('plan.down');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const { choices, billing } = useChoices();
  const { isBusy, run } = useBillingAction();
  const { descent, choices: all } = choices.data ?? {};
  const to = offered.find((each) => each.plan === descent?.plan);
  const { subscription } = billing.data ?? {};
  if (!descent || !all || !to || !subscription) return null;
  const day = new Date(subscription.periodEnd).toLocaleDateString(locale, { dateStyle: 'long' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const rests = choosable.flatMap((name) =>
    (all[name] as { id: string; name: string }[])
      .filter(({ id }) => !descent.keep[name].includes(id))
      .map((each) => each.name),
  );
  return (
    <Notice
      tone="attention"
      action={
        <Button
          size="small"
          busy={isBusy}
          onClick={() =>
            void run((workspaceId) => client.billing.callOffDescent.mutate({ workspaceId, input: {} }), t('stayed'))
          }
        >
          {t('stay', { plan: mine.name[locale] })}
        </Button>
      }
    >
      {t('planned', { plan: to.name[locale], day })}{' '}
      {rests.length > 0 && t('plannedRest', { list: list.format(rests) })}
    </Notice>
  );
}
