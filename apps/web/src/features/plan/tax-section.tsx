'use client';

import { taxOf } from '@recado/core/billing/rules';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { TaxForm } from './tax-form.tsx';
import { useOwnBilling } from './use-billing.ts';

/** How often what VIES says is looked for, while it is asked. */
const LOOKS_EVERY_MS = 4_000;

/** Whom invoices are made out to, and what tax follows. Nothing where plans are arranged by writing. */
export function TaxSection() {
  const t = useTranslations('plan.tax');
  const locale = useLocale();
  const { client, workspace } = useDesk();
  const billing = useOwnBilling();
  const tax = useQuery({
    queryKey: ['billing', 'tax', workspace.id],
    queryFn: () => client.billing.tax.query({ workspaceId: workspace.id, input: {} }),
    refetchInterval: ({ state }) => (state.data?.standing === 'asked' ? LOOKS_EVERY_MS : false),
  });
  const [isEditing, setEditing] = useState(false);
  if (billing.data && !billing.data.isSold) return null;
  const { data } = tax;
  const details = data?.details;
  return (
    <Section title={t('title')} detail={t('detail')} asked={tax}>
      {data && isEditing && <TaxForm details={data.details} onClose={() => setEditing(false)} />}
      {data && !isEditing && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {details ? (
            <>
              <address className="break-words not-italic">
                <span className="block font-medium">{details.name}</span>
                {details.taxId && <span className="tabular block">{details.taxId}</span>}
                <span className="block text-quiet">
                  {[details.line1, details.line2].filter(Boolean).join(', ')}
                  {`. ${details.postcode} ${details.city}, `}
                  {new Intl.DisplayNames([locale], { type: 'region' }).of(details.country)}
                </span>
              </address>
              <p>
                {t(`taxed.${taxOf(details, data.standing)}`)} {data.standing === 'confirmed' && t('standing.confirmed')}
              </p>
              {(data.standing === 'asked' || data.standing === 'refused') && (
                <Notice tone={data.standing === 'refused' ? 'attention' : 'brand'} live="polite">
                  {t(`standing.${data.standing}`)}
                </Notice>
              )}
            </>
          ) : (
            <p className="text-quiet">{t('none')}</p>
          )}
          <Button className="justify-self-start" onClick={() => setEditing(true)}>
            {t(details ? 'change' : 'add')}
          </Button>
        </div>
      )}
    </Section>
  );
}
