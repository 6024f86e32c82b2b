'use client';

import type { LeadSource } from '@recado/core/identity/contract';
import type { OfferedTo, TeamOffer } from '@recado/core/plans/contract';
import { formatMoney } from '@recado/i18n';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { Check } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { TalkToUs } from './talk-to-us.tsx';
import type { TrpcClient } from './trpc-client.ts';

/** What several people who share one login gain by a login each, with the figures of the catalogue. */
export function TeamOfferPanel({
  client,
  source,
  to = 'business',
}: {
  client: TrpcClient;
  source: LeadSource;
  to?: OfferedTo;
}) {
  const t = useTranslations('identity.team');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const [offer, setOffer] = useState<TeamOffer | null | undefined>();
  useEffect(() => {
    client.plans.teamOffer.query({ to }).then(setOffer, () => setOffer(null));
  }, [client, to]);
  const money = (cents: number) => formatMoney(cents, offer?.currency ?? 'EUR', locale);
  return (
    <div className="grid gap-5">
      <ul className="grid gap-3">
        {(['own', 'nobodyOut', 'author'] as const).map((gain) => (
          <li key={gain} className="flex gap-3">
            <Check size={18} aria-hidden className="mt-0.5 shrink-0 text-good" />
            <span>{t(`gains.${gain}`, { devices: offer?.sessionsPerPerson ?? 1 })}</span>
          </li>
        ))}
      </ul>
      {offer === undefined && (
        <Loading label={tCommon('loading')}>
          <Skeleton className="h-20" />
        </Loading>
      )}
      {offer && (
        <div className="grid gap-2 border-t pt-4">
          <dl className="grid gap-2">
            <div className="flex items-baseline justify-between gap-4">
              <dt className="text-quiet">
                {offer.seatCents === null ? offer.name[locale] : t('from', { seats: offer.minSeats })}
              </dt>
              <dd className="tabular font-serif text-title">
                {t(`per.${offer.interval}`, { price: money(offer.fromCents) })}
              </dd>
            </div>
            <div className="flex items-baseline justify-between gap-4">
              <dt className="text-quiet">{t('further')}</dt>
              <dd className="tabular">
                {offer.seatCents === null
                  ? t('included')
                  : t(`per.${offer.interval}`, { price: money(offer.seatCents) })}
              </dd>
            </div>
          </dl>
          {offer.maxSeats !== null && <p className="text-dense text-quiet">{t('max', { seats: offer.maxSeats })}</p>}
        </div>
      )}
      <TalkToUs client={client} source={source} />
    </div>
  );
}
