'use client';

import { EARLY, TEAM_PERCENT } from '@recado/core/billing/rules';
import { Notice } from '@recado/ui/notice';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useOwnBilling } from './use-billing.ts';

/** What is taken off for whoever buys for the first time; and for good, that they were among the first. */
export function OfferNotice({ plans }: { plans: readonly string[] }) {
  const t = useTranslations('plan.offers');
  const { client, workspace } = useDesk();
  const isBought = useOwnBilling().data?.subscription != null;
  const { data } = useQuery({
    // what is offered ends with what is bought
    queryKey: ['billing', 'offers', workspace.id, isBought],
    queryFn: () => client.billing.offers.query({ workspaceId: workspace.id, input: {} }),
  });
  if (!data) return null;
  if (data.isKept) return <p>{t('kept')}</p>;
  if (data.hasPaid || plans.length === 0) return null;
  if (data.isHeld) return <Notice tone="brand">{t('held', EARLY)}</Notice>;
  if (data.left > 0) return <Notice tone="brand">{t('early', { ...EARLY, left: data.left })}</Notice>;
  return plans.includes('team') ? <Notice tone="brand">{t('team', { percent: TEAM_PERCENT })}</Notice> : null;
}
