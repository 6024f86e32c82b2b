'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

/** The link itself, which nobody can show again; whoever has not copied it is asked before it goes. */
export function MadeLink({
  address,
  sentTo,
  name,
  hasPin,
  onClose,
}: {
  address: string;
  /** Whom it was mailed to. */
  sentTo: string | null;
  name: string;
  hasPin: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('links.made');
  const tCommon = useTranslations('common');
  const [copied, setCopied] = useState<'not yet' | 'yes' | 'refused'>('not yet');
  const [isWarned, setWarned] = useState(false);
  const close = () => (copied !== 'not yet' || sentTo !== null || isWarned ? onClose() : setWarned(true));
  return (
    <Dialog
      open
      onOpenChange={close}
      title={t('title', { name })}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-5">
        <Field label={t('address')} error={copied === 'refused' && t('copyFailed')}>
          {(control) => (
            <TextInput
              {...control}
              readOnly
              className="font-mono"
              value={address}
              onFocus={({ target }) => target.select()}
            />
          )}
        </Field>
        <Notice tone="attention">{t('warning')}</Notice>
        {hasPin && <Notice>{t('pin')}</Notice>}
        {sentTo && <Notice tone="good">{t('sent', { email: sentTo })}</Notice>}
        {isWarned && copied === 'not yet' && (
          <Notice tone="danger" live="assertive">
            {t('notCopied')}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{t('done')}</Button>
          <Button
            look="primary"
            onClick={() =>
              void navigator.clipboard.writeText(address).then(
                () => setCopied('yes'),
                () => setCopied('refused'),
              )
            }
          >
            <span aria-live="polite">{t(copied === 'yes' ? 'copied' : 'copy')}</span>
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
