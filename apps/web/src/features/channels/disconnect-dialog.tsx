'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';

/** Asks before a number is taken off its phone, because linking it again needs the phone in hand. */
export function DisconnectDialog({
  channel,
  open,
  onOpenChange,
  onConfirm,
}: {
  channel: ChannelRow;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onConfirm: () => Promise<void>;
}) {
  const t = useTranslations('channels.disconnect');
  const tCommon = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title', { name: channel.name })}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={() => onOpenChange(false)}>{tCommon('cancel')}</Button>
        <Button
          look="danger"
          onClick={() => {
            onOpenChange(false);
            void onConfirm();
          }}
        >
          {t('confirm')}
        </Button>
      </div>
    </Dialog>
  );
}
