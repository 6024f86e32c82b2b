'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { PayDialog } from './pay-dialog.tsx';

/** Says what going up costs at this moment, and does it for exactly that. */
export function UpgradeDialog({
  to,
  isTrial,
  onClose,
}: {
  to: PlanVersion | null;
  isTrial: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('plan.pay.up');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const plan = to?.plan ?? '';
  const name = to?.name[locale] ?? '';
  return (
    <PayDialog
      of={to && plan}
      title={t('question', { plan: name })}
      detail={t(isTrial ? 'detailTrial' : 'detail')}
      submit={t(isTrial ? 'submitTrial' : 'submit')}
      done={t('done')}
      ask={(workspaceId) => client.billing.previewUpgrade.mutate({ workspaceId, input: { plan } })}
      pay={(workspaceId, at) =>
        client.billing.upgrade.mutate({ workspaceId, input: { plan, at, request: crypto.randomUUID() } })
      }
      // the provider writes its lines in English
      lineText={({ text, cents, isProration, priceKey }) => {
        if (!isProration) return text;
        if (cents < 0) return t('unused');
        return t(priceKey?.endsWith('_seat') ? 'seats' : 'rest', { plan: name });
      }}
      onClose={onClose}
    />
  );
}
