'use client';

import type { PlanVersion } from '@recado/core/plans/contract';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useBillingAction } from './use-billing.ts';

/** Says what going up costs at this moment, line by line, and does it for exactly that. */
export function UpgradeDialog({ to, onClose }: { to: PlanVersion | null; onClose: () => void }) {
  const t = useTranslations('plan.pay.up');
  const tCommon = useTranslations('common');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, workspace } = useDesk();
  const errorText = useErrorText();
  const { isBusy, failure, setFailure, run } = useBillingAction();
  const plan = to?.plan ?? '';
  const preview = useQuery({
    queryKey: ['billing-preview', workspace.id, plan],
    queryFn: () => client.billing.previewUpgrade.mutate({ workspaceId: workspace.id, input: { plan } }),
    enabled: to !== null,
    // what it costs moves with the day: it is asked each time
    gcTime: 0,
    retry: false,
  });
  const { data } = preview;
  const money = (cents: number) => formatMoney(cents, data?.currency ?? 'EUR', locale);
  // the provider writes its lines in English
  const lineText = ({ text, cents, isProration, priceKey }: NonNullable<typeof data>['lines'][number]): string => {
    if (!isProration) return text;
    if (cents < 0) return t('unused');
    return t(priceKey?.endsWith('_seat') ? 'seats' : 'rest', { plan: to?.name[locale] ?? '' });
  };
  const close = () => {
    setFailure(null);
    onClose();
  };
  const submit = async () => {
    if (!data) return;
    const input = { plan, at: data.at, request: crypto.randomUUID() };
    const isDone = await run(
      async (workspaceId) => {
        const change = await client.billing.upgrade.mutate({ workspaceId, input });
        if (change.kind === 'waits' && change.url) window.location.assign(change.url);
      },
      t('done'),
      'form',
    );
    if (isDone) close();
  };
  const problem = failure ?? preview.error;
  return (
    <Dialog
      open={to !== null}
      onOpenChange={(open) => !open && close()}
      title={t('question', { plan: to?.name[locale] ?? '' })}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-4">
        {preview.isPending && (
          <Loading label={tCommon('loading')}>
            <Skeleton className="h-24" />
          </Loading>
        )}
        {data && (
          <dl className="tabular grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-2">
            {data.lines.map((line) => (
              <div key={`${line.text}${line.cents}`} className="contents text-quiet">
                <dt>{lineText(line)}</dt>
                <dd className="text-right">{money(line.cents)}</dd>
              </div>
            ))}
            <dt className="text-quiet">{t('tax')}</dt>
            <dd className="text-right text-quiet">{money(data.taxCents)}</dd>
            <dt className="font-semibold">{t('today')}</dt>
            <dd className="text-right font-semibold">{money(data.dueCents)}</dd>
          </dl>
        )}
        {problem && (
          <Notice tone="danger" live="assertive">
            {errorText(problem)}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{tCommon('cancel')}</Button>
          <Button look="primary" busy={isBusy} disabled={!data} onClick={() => void submit()}>
            {t('submit')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
