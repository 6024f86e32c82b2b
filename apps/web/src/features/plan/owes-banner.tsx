'use client';

import { Button } from '@recado/ui/button';
import { useQuery } from '@tanstack/react-query';
import { CreditCard } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useBillingAction } from './use-billing.ts';

/** How often it is asked whether it was paid meanwhile. */
const LOOKS_EVERY_MS = 30_000;

/** Says over every page of an owner what is owed and what happens when, with the way to another card. Nobody else is told of money. */
export function OwesBanner() {
  const t = useTranslations('plan.owes');
  const locale = useLocale();
  const { client, workspace } = useDesk();
  const { owes, id: workspaceId } = workspace;
  const { isBusy, run } = useBillingAction();
  const { data } = useQuery({
    queryKey: ['billing', workspaceId],
    queryFn: () => client.billing.read.query({ workspaceId, input: {} }),
    enabled: owes !== null,
    refetchInterval: LOOKS_EVERY_MS,
  });
  if (!owes) return null;
  const now = data?.state ?? owes;
  const { state } = now;
  if (state !== 'grace' && state !== 'restricted' && state !== 'suspended') return null;
  const because = 'because' in now ? now.because : null;
  const until = 'until' in now ? now.until : null;
  const day = until ? new Date(until).toLocaleDateString(locale, { dateStyle: 'long' }) : '';
  const pay = () =>
    run(async () => {
      const request = crypto.randomUUID();
      const url = data?.payUrl ?? (await client.billing.openPortal.mutate({ workspaceId, input: { request } })).url;
      window.location.assign(url);
    });
  const ofSeats = state === 'grace' ? 'seatsGrace' : 'seatsRestricted';
  const text = because === 'seats' ? ofSeats : because === 'noCard' || because === 'trialOver' ? because : state;
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2 text-dense ${
        state === 'grace' ? 'bg-attention-soft' : 'bg-danger-soft'
      }`}
    >
      <CreditCard size={16} aria-hidden className={state === 'grace' ? 'text-attention' : 'text-danger'} />
      <p className="min-w-0 flex-1 basis-60">{t(text, { day })}</p>
      {because === 'trialOver' ? (
        <Button size="small" asChild>
          <Link href="/settings/plan">{t('choose')}</Link>
        </Button>
      ) : (
        <Button size="small" busy={isBusy} onClick={() => void pay()}>
          {t('card')}
        </Button>
      )}
    </div>
  );
}
