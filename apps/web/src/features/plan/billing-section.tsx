'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { BillingState } from './billing-state.tsx';
import { InvoiceList } from './invoice-list.tsx';
import { OfferNotice } from './offer-notice.tsx';
import { PlanOffers } from './plan-offers.tsx';
import { SeatsLine } from './seats-line.tsx';
import { useBilling, useBillingAction } from './use-billing.ts';

/** How the account pays: how it stands, what it may do about it, and its invoices. Nothing where plans are arranged by writing. */
export function BillingSection({ mine, offered }: { mine: PlanVersion; offered: PlanVersion[] }) {
  const t = useTranslations('plan.pay');
  const { client } = useDesk();
  const { billing, isComing } = useBilling();
  const { isBusy, run } = useBillingAction();
  const { data } = billing;
  if (data && !data.isSold) return null;
  const request = () => crypto.randomUUID();
  const go = (open: (workspaceId: string) => Promise<{ url: string }>) =>
    run(async (workspaceId) => window.location.assign((await open(workspaceId)).url));
  const may = (act: 'portal' | 'cancel' | 'resume') => data?.acts.includes(act) === true;
  return (
    <Section title={t('title')} detail={t('detail')} asked={billing}>
      {data && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {isComing && (
            <Notice tone="brand" live="polite">
              {t('coming')}
            </Notice>
          )}
          <BillingState data={data} />
          {(may('portal') || may('cancel') || may('resume')) && (
            <div className="flex flex-wrap gap-2">
              {may('portal') && (
                <Button
                  busy={isBusy}
                  onClick={() =>
                    go((workspaceId) =>
                      client.billing.openPortal.mutate({ workspaceId, input: { request: request() } }),
                    )
                  }
                >
                  {t('portal')}
                </Button>
              )}
              {may('cancel') && (
                <Button
                  look="quiet"
                  busy={isBusy}
                  onClick={() =>
                    run(
                      (workspaceId) => client.billing.cancel.mutate({ workspaceId, input: { request: request() } }),
                      t('cancelled'),
                    )
                  }
                >
                  {t('cancel')}
                </Button>
              )}
              {may('resume') && (
                <Button
                  busy={isBusy}
                  onClick={() =>
                    run(
                      (workspaceId) => client.billing.resume.mutate({ workspaceId, input: { request: request() } }),
                      t('resumed'),
                    )
                  }
                >
                  {t('resume')}
                </Button>
              )}
            </div>
          )}
          <SeatsLine mine={mine} data={data} />
          <OfferNotice
            plans={data.subscription ? [] : offered.flatMap(({ plan, price }) => ((price.cents ?? 0) > 0 ? plan : []))}
          />
          <PlanOffers mine={mine} offered={offered} data={data} />
          {data.invoices.length > 0 && <InvoiceList invoices={data.invoices} />}
        </div>
      )}
    </Section>
  );
}
