'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { formatMoney } from '@recado/i18n';
import { IconButton } from '@recado/ui/icon-button';
import { Minus, Plus } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import type { OwnBilling } from './billing-state.tsx';
import { PayDialog } from './pay-dialog.tsx';
import { useBillingAction } from './use-billing.ts';

/** For how many people the account pays and how many there are; one more at once for what is said first, one less from the next period on. */
export function SeatsLine({ mine, data }: { mine: PlanVersion; data: OwnBilling }) {
  const t = useTranslations('plan.pay.seats');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const { isBusy, run } = useBillingAction();
  const [asked, setAsked] = useState<'more' | 'less' | null>(null);
  const { seats, subscription } = data;
  if (!seats || !subscription || mine.seats.extraCents === null) return null;
  const { paid, toPay, used, invited, least, max, isOpen } = seats;
  const day = new Date(subscription.periodEnd).toLocaleDateString(locale, { dateStyle: 'long' });
  const price = formatMoney(mine.seats.extraCents, mine.price.currency, locale);
  const set = (workspaceId: string, count: number, at: string) =>
    client.billing.setSeats.mutate({ workspaceId, input: { seats: count, at, request: crypto.randomUUID() } });
  // what was given up for the next period is taken back without paying
  const isBack = toPay < paid;
  const more = isBack ? toPay + 1 : paid + 1;
  return (
    <section aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <h3 className="font-semibold">{t('title')}</h3>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border bg-surface px-4 py-3">
        <div className="grid min-w-36 flex-1 gap-0.5">
          <p aria-live="polite">
            {t('line', { paid, used })} {invited > 0 && t('invited', { count: invited })}
          </p>
          <p className="text-dense text-quiet">
            {isBack ? t('next', { count: toPay, day }) : t('each', { price, interval: mine.price.interval })}{' '}
            {max !== null && toPay >= max && t('full', { max })} {!isOpen && t('shut')}
          </p>
        </div>
        <div className="flex items-center gap-2">
          <IconButton label={t('less')} disabled={isBusy || !isOpen || toPay <= least} onClick={() => setAsked('less')}>
            <Minus size={18} aria-hidden />
          </IconButton>
          <span className="tabular min-w-6 text-center font-semibold">{toPay}</span>
          <IconButton
            label={t('more')}
            disabled={isBusy || !isOpen || (max !== null && toPay >= max)}
            onClick={() =>
              isBack
                ? void run((id) => set(id, more, new Date().toISOString()), t('backDone', { count: more }))
                : setAsked('more')
            }
          >
            <Plus size={18} aria-hidden />
          </IconButton>
        </div>
      </div>
      <PayDialog
        of={asked === 'more' ? `seats ${more}` : null}
        title={t('moreTitle', { count: more })}
        detail={t('moreDetail')}
        submit={t('moreSubmit')}
        done={t('moreDone')}
        ask={(workspaceId) => client.billing.previewSeats.mutate({ workspaceId, input: { seats: more } })}
        pay={(workspaceId, at) => set(workspaceId, more, at)}
        lineText={({ text, cents, isProration }) =>
          isProration ? t(cents < 0 ? 'unused' : 'rest', { paid, count: more }) : text
        }
        onClose={() => setAsked(null)}
      />
      <ConfirmDialog
        open={asked === 'less'}
        setOpen={() => setAsked(null)}
        title={t('lessTitle', { count: toPay - 1 })}
        detail={t('lessDetail', { day, count: toPay - 1 })}
        confirm={t('lessSubmit')}
        look="primary"
        onConfirm={() => {
          setAsked(null);
          void run((id) => set(id, toPay - 1, new Date().toISOString()), t('lessDone', { day, count: toPay - 1 }));
        }}
      />
    </section>
  );
}
