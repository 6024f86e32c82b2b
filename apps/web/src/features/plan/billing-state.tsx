'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import type { useBilling } from './use-billing.ts';

export type OwnBilling = NonNullable<ReturnType<typeof useBilling>['billing']['data']>;

/** How the account stands in a sentence; where something is owed it cannot be missed, and leads to where it is paid. */
export function BillingState({ data }: { data: OwnBilling }) {
  const t = useTranslations('plan.pay');
  const locale = useLocale();
  const day = (moment: string) => new Date(moment).toLocaleDateString(locale, { dateStyle: 'long' });
  const { state, card, payUrl } = data;
  const pay = payUrl && (
    <Button size="small" asChild>
      <a href={payUrl}>{t('payNow')}</a>
    </Button>
  );
  const waits = data.subscription?.waitingUrl;
  return (
    <>
      {waits && (
        <Notice
          tone="attention"
          action={
            <Button size="small" asChild>
              <a href={waits}>{t('payNow')}</a>
            </Button>
          }
        >
          {t('waits')}
        </Notice>
      )}
      {state.state === 'grace' && (
        <Notice tone="attention" action={pay}>
          {t(state.because === 'seats' ? 'seatsGrace' : 'grace', { day: day(state.until) })}
        </Notice>
      )}
      {state.state === 'restricted' && (
        <Notice tone="danger" action={pay}>
          {state.until
            ? t('restricted', { day: day(state.until) })
            : t(state.because === 'seats' ? 'seatsRestricted' : 'noCard')}
        </Notice>
      )}
      {state.state === 'suspended' && (
        <Notice tone="danger" action={pay}>
          {t(state.because === 'trialOver' ? 'trialOver' : 'suspended')}
        </Notice>
      )}
      {state.state === 'cancelled' && <Notice tone="attention">{t('ended', { day: day(state.since) })}</Notice>}
      {state.state === 'trial' && (
        <p>{t(state.isOrdered ? 'trialOrdered' : 'trial', { day: day(state.endsAt), days: state.daysLeft })}</p>
      )}
      {state.state === 'active' && state.renewsAt && <p>{t('renews', { day: day(state.renewsAt) })}</p>}
      {state.state === 'active' && state.endsAt && <p>{t('ends', { day: day(state.endsAt) })}</p>}
      {card && (
        <p className="text-quiet">
          {t('card', { brand: card.brand.charAt(0).toUpperCase() + card.brand.slice(1), last4: card.last4 })}
        </p>
      )}
    </>
  );
}
