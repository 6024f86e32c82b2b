'use client';

import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useBillingAction } from './use-billing.ts';

export type Price = Awaited<ReturnType<TrpcClient['billing']['previewUpgrade']['mutate']>>;

/** Says what something costs at this moment, line by line, and does it for exactly that. What waits for its money leads to where it is paid. */
export function PayDialog({
  title,
  detail,
  submit: submitText,
  done,
  of,
  ask,
  pay,
  lineText,
  onClose,
}: {
  title: string;
  detail: string;
  submit: string;
  done: string;
  /** What is asked about, so that it is asked anew for something else; null is closed. */
  of: string | null;
  ask: (workspaceId: string) => Promise<Price>;
  pay: (workspaceId: string, at: string) => Promise<{ kind: string; url?: string | null }>;
  lineText: (line: Price['lines'][number]) => string;
  onClose: () => void;
}) {
  const t = useTranslations('plan.pay.up');
  const tCommon = useTranslations('common');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { workspace } = useDesk();
  const errorText = useErrorText();
  const { isBusy, failure, setFailure, run } = useBillingAction();
  const preview = useQuery({
    queryKey: ['billing-preview', workspace.id, of],
    queryFn: () => ask(workspace.id),
    enabled: of !== null,
    // what it costs moves with the day: it is asked each time
    gcTime: 0,
    retry: false,
  });
  const { data } = preview;
  const money = (cents: number) => formatMoney(cents, data?.currency ?? 'EUR', locale);
  const close = () => {
    setFailure(null);
    onClose();
  };
  const submit = async () => {
    if (!data) return;
    const isDone = await run(
      async (workspaceId) => {
        const change = await pay(workspaceId, data.at);
        if (change.kind === 'waits' && change.url) window.location.assign(change.url);
      },
      done,
      'form',
    );
    if (isDone) close();
  };
  const problem = failure ?? preview.error;
  return (
    <Dialog
      open={of !== null}
      onOpenChange={(open) => !open && close()}
      title={title}
      description={detail}
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
            {submitText}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
