'use client';

import { tooMuchFor } from '@recado/core/billing/rules';
import type { PlanVersion } from '@recado/core/plans/contract';
import { type Use, whatHappensIfIGoDown } from '@recado/core/plans/rules';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { DescentForm } from './descent-form.tsx';
import { DescentNotice } from './descent-notice.tsx';
import { useChoices } from './use-billing.ts';

/** What would become of what is there on another plan; with a plan that is bought, an owner chooses what stays and goes down to it. */
export function GoingDown({ mine, offered, use }: { mine: PlanVersion; offered: PlanVersion[]; use: Use }) {
  const t = useTranslations('plan');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const number = new Intl.NumberFormat(locale);
  const { choices, billing } = useChoices();
  const others = offered.filter((each) => each.plan !== mine.plan);
  const [plan, setPlan] = useState(others[0]?.plan ?? '');
  const to = others.find((each) => each.plan === plan);
  if (!to) return null;
  const { exceeded, lowered, paused, sessions } = whatHappensIfIGoDown(mine, to, use);
  const isCalm = exceeded.length + lowered.length + paused.length === 0 && !sessions;
  const { subscription = null, state } = billing.data ?? {};
  const isLess = Boolean(to.price.cents) && (to.price.cents ?? 0) < (mine.price.cents ?? Number.POSITIVE_INFINITY);
  const mayGoDown = subscription !== null && billing.data?.acts.includes('down') === true && isLess;
  // whoever buys a plan without room for what is there says what stays before
  const mayBuy =
    billing.data?.acts.includes('buy') === true &&
    Boolean(to.price.cents) &&
    choices.data !== undefined &&
    tooMuchFor(to, choices.data.choices).length > 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <DescentNotice mine={mine} offered={offered} />
      <div className="max-w-xs">
        <Field label={t('down.choose')}>
          {(control) => (
            <SelectInput {...control} value={plan} onChange={(event) => setPlan(event.target.value)}>
              {others.map((each) => (
                <option key={each.plan} value={each.plan}>
                  {each.name[locale]}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      <ul aria-live="polite" className="grid grid-cols-[minmax(0,1fr)] gap-2">
        {exceeded.map(({ name, used, limit, fate }) => (
          <li key={name} className="text-attention">
            {t(`down.fate.${fate}`, {
              what: t(`row.${name}`),
              used: number.format(used),
              limit: number.format(limit),
            })}
          </li>
        ))}
        {lowered.map(({ name, from, to: limit }) => (
          <li key={name}>
            {t(name === 'historyDays' ? 'down.history' : 'down.lowered', {
              what: t(`row.${name}`),
              from: from === null ? t('cell.endless') : number.format(from),
              to: number.format(limit),
            })}
          </li>
        ))}
        {sessions && <li>{t('down.sessions', sessions)}</li>}
        {paused.length > 0 && <li>{t('down.paused', { list: paused.map((each) => t(`row.${each}`)).join(', ') })}</li>}
        {isCalm && <li className="text-quiet">{t('down.nothing', { plan: to.name[locale] })}</li>}
        <li className="text-quiet">{t('down.kept')}</li>
      </ul>
      {(mayGoDown || mayBuy) && choices.data && (
        <DescentForm
          // what was chosen for one plan is no choice for another
          key={plan}
          to={to}
          choices={choices.data.choices}
          periodEnd={subscription?.periodEnd ?? ''}
          how={mayBuy ? 'buy' : state?.state === 'trial' ? 'now' : 'later'}
        />
      )}
    </div>
  );
}
