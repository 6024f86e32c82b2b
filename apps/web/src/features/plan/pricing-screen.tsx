'use client';

import { EARLY } from '@recado/core/billing/rules';
import type { PlanVersion, Preset } from '@recado/core/plans/contract';
import { leastCentsOf, offerForSeveral } from '@recado/core/plans/rules';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { PlanComparison } from './plan-comparison.tsx';

/** What Recado costs, for whoever is not in yet: each plan with what decides, then all of them side by side. */
export function PricingScreen({
  trial,
  plans,
  earlyPlaces,
}: {
  trial: Preset['trial'];
  plans: readonly PlanVersion[];
  earlyPlaces: number;
}) {
  const t = useTranslations('plan.pricing');
  const tOffers = useTranslations('plan.offers');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const tried = plans.find(({ plan }) => plan === trial?.as);
  const several = offerForSeveral(plans);
  return (
    <>
      <div className="grid gap-2">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-quiet">{t('lead')}</p>
        {trial && (
          <p>
            {tried ? t('trial', { days: trial.days, plan: tried.name[locale] }) : t('trialOfAny', { days: trial.days })}
          </p>
        )}
        <p className="max-w-prose">{t('moneyBack')}</p>
        {earlyPlaces > 0 && <Notice tone="brand">{tOffers('early', { ...EARLY, left: earlyPlaces })}</Notice>}
        <p>
          <Button look="primary" size="large" asChild>
            <Link href="/signup">{t(trial ? 'start' : 'startFree')}</Link>
          </Button>
        </p>
      </div>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {plans.map((plan) => (
          <PlanCard key={plan.plan} plan={plan} />
        ))}
      </ul>
      <section aria-labelledby="sessions" className="grid gap-2 rounded-card border bg-surface px-4 py-4">
        <h2 id="sessions" className="font-serif text-title">
          {t('sessionTitle')}
        </h2>
        <p className="max-w-prose text-quiet">{t('sessionDetail', { plan: several?.name[locale] ?? '' })}</p>
        <p>
          <Link href="/ayuda/una-sesion" className="text-brand underline underline-offset-2">
            {t('sessionMore')}
          </Link>
        </p>
      </section>
      <section aria-labelledby="all" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="all" className="font-serif text-title">
          {t('allTitle')}
        </h2>
        <p className="text-quiet">{t('allDetail')}</p>
        <PlanComparison offered={plans} />
      </section>
    </>
  );
}

function PlanCard({ plan }: { plan: PlanVersion }) {
  const t = useTranslations('plan.pricing');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const number = new Intl.NumberFormat(locale);
  const least = leastCentsOf(plan);
  const money = (cents: number) => formatMoney(cents, plan.price.currency, locale);
  const { min, max, extraCents } = plan.seats;
  const { contacts, numbers, workspaces } = plan.limits;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] content-start gap-3 rounded-card border bg-surface px-4 py-4">
      <h2 className="font-serif text-title">{plan.name[locale]}</h2>
      {least === null ? (
        <p>
          <span className="font-semibold text-display">{t('quotation')}</span>
          <span className="block text-dense text-quiet">{t('quotationHow')}</span>
        </p>
      ) : (
        <p>
          {extraCents !== null && <span className="block text-fine text-quiet">{t('from')}</span>}
          <span className="tabular font-semibold text-display">{least === 0 ? t('free') : money(least)}</span>{' '}
          {least > 0 && <span className="text-quiet">{t(`per.${plan.price.interval}`)}</span>}
          {extraCents !== null && (
            <span className="block text-dense text-quiet">
              {t('seatsFrom', { seats: min, price: money(extraCents) })}
            </span>
          )}
        </p>
      )}
      <ul className="grid gap-1 text-dense">
        <li>
          {max === null ? t('sessions.endless') : max === 1 ? t('sessions.one') : t('sessions.several', { min, max })}
        </li>
        <li>{numbers === null ? t('numbersEndless') : t('numbers', { count: numbers })}</li>
        <li>{workspaces === null ? t('workspacesEndless') : t('workspaces', { count: workspaces })}</li>
        <li>{contacts === null ? t('contactsEndless') : t('contacts', { count: number.format(contacts) })}</li>
      </ul>
    </li>
  );
}
