'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';

/** What cannot be undone is asked for twice. */
export function ConfirmDialog({
  open,
  setOpen,
  title,
  detail,
  confirm,
  look,
  onConfirm,
}: {
  open: boolean;
  setOpen: (open: boolean) => void;
  title: string;
  detail: string;
  confirm: string;
  look: 'danger' | 'primary';
  onConfirm: () => void;
}) {
  const tCommon = useTranslations('common');
  return (
    <Dialog open={open} onOpenChange={setOpen} title={title} description={detail} closeLabel={tCommon('close')}>
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onClick={() => setOpen(false)}>{tCommon('cancel')}</Button>
        <Button look={look} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
