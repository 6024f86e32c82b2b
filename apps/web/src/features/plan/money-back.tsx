'use client';

import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useBillingAction, useOwnBilling } from './use-billing.ts';

/** How often it is looked whether the money has gone back, while it is on its way. */
const LOOKS_EVERY_MS = 2_000;

/** Everything that was paid, back within thirty days of the first payment; nothing where that is not to be had. */
export function MoneyBack() {
  const t = useTranslations('plan.moneyBack');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, workspace } = useDesk();
  const { isBusy, run } = useBillingAction();
  const [isAsking, setAsking] = useState(false);
  // what there is to give back changes with the invoices
  const invoices = useOwnBilling().data?.invoices.map(({ id, status }) => `${id} ${status}`);
  const { data } = useQuery({
    queryKey: ['billing', 'money-back', workspace.id, invoices],
    queryFn: () => client.billing.moneyBack.query({ workspaceId: workspace.id, input: {} }),
    refetchInterval: ({ state }) => (state.data?.asked && !state.data.asked.doneAt ? LOOKS_EVERY_MS : false),
  });
  if (!data || (!data.offer && !data.asked)) return null;
  const { offer, asked } = data;
  const day = (moment: string) => new Date(moment).toLocaleDateString(locale, { dateStyle: 'long' });
  const money = ({ cents, currency }: { cents: number; currency: string }) => formatMoney(cents, currency, locale);
  const numbers = asked?.notes.map(({ number }) => number).join(', ');
  return (
    <Section title={t('title')} detail={offer ? t('offer', { day: day(offer.until), amount: money(offer) }) : ''}>
      {offer && (
        <>
          <Button className="justify-self-start" busy={isBusy} onClick={() => setAsking(true)}>
            {t('ask')}
          </Button>
          <ConfirmDialog
            open={isAsking}
            setOpen={setAsking}
            title={t('question', { amount: money(offer) })}
            detail={t('detail', { amount: money(offer) })}
            confirm={t('submit')}
            look="danger"
            onConfirm={() => {
              setAsking(false);
              void run((workspaceId) => client.billing.askMoneyBack.mutate({ workspaceId, input: {} }), t('asked'));
            }}
          />
        </>
      )}
      {asked && (
        <Notice tone="brand" live="polite">
          {asked.doneAt
            ? t('done', { day: day(asked.doneAt), amount: money(asked), notes: numbers || 'none' })
            : t('coming', { amount: money(asked) })}
        </Notice>
      )}
    </Section>
  );
}
