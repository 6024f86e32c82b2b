'use client';

import { isLive, type RunDetail } from '@recado/core/operations/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { toast } from '@recado/ui/toaster';
import { Ban, RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { useStaff } from './use-staff.ts';

/** Cancel what goes on, start again what has ended. Neither can be undone, so each is asked for twice. */
export function RunActions({ run, refetch }: { run: RunDetail; refetch: () => void }) {
  const t = useTranslations('staff.run');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useStaff();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const wish = isLive(run.status) ? 'cancel' : 'retry';
  const isAsked = run.asked.includes(wish === 'cancel' ? 'cancel' : 'rerun');
  const confirm = async () => {
    setAsking(false);
    setBusy(true);
    try {
      await client.staff[wish].mutate({ input: { runId: run.id } });
      toast(t(wish === 'cancel' ? 'cancelAsked' : 'retryAsked'));
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
      refetch();
    }
  };
  const Icon = wish === 'cancel' ? Ban : RotateCcw;
  return (
    <div className="grid shrink-0 justify-items-start gap-1 sm:justify-items-end">
      <Button busy={isBusy} disabled={isAsked} onClick={() => setAsking(true)}>
        <Icon size={16} aria-hidden />
        {t(wish)}
      </Button>
      <p role="status" className="text-dense text-quiet empty:hidden">
        {isAsked && t(wish === 'cancel' ? 'cancelAsked' : 'retryAsked')}
      </p>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t(`${wish}Dialog.title`)}
        description={t(`${wish}Dialog.detail`)}
        closeLabel={tCommon('close')}
      >
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <Button onClick={() => setAsking(false)}>
            {wish === 'cancel' ? t('cancelDialog.keep') : tCommon('cancel')}
          </Button>
          <Button look={wish === 'cancel' ? 'danger' : 'primary'} onClick={() => void confirm()}>
            {t(`${wish}Dialog.confirm`)}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
