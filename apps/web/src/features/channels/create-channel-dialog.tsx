'use client';

import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';
import { CreateChannelForm } from './create-channel-form.tsx';

/** The form for a new number, over the list of numbers. */
export function CreateChannelDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('channels.create');
  const tCommon = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('title')}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-5">
        <CreateChannelForm onDone={() => onOpenChange(false)} />
      </div>
    </Dialog>
  );
}
