'use client';

import { formatWhen } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { useMergeActs, useMerges } from './use-duplicates.ts';

/** Who became part of this contact, and the way back while there is one: of several the last is taken back first. */
export function MergeNotices({ contactId }: { contactId: string }) {
  const t = useTranslations('duplicates');
  const locale = useLocale();
  const reading = useReading();
  const mayMerge = useMay('contacts.merge');
  const merges = useMerges(contactId).data ?? [];
  const { isBusy, undo } = useMergeActs();
  const last = merges[0];
  if (!last || !mayMerge) return null;
  return (
    <Notice
      action={
        <Button size="small" busy={isBusy} onClick={() => void undo(last.id)}>
          {t('undoMerge')}
        </Button>
      }
    >
      {t('mergedHere', {
        name: last.name || t('nameless'),
        when: formatWhen(new Date(last.at), reading),
        until: new Date(last.until).toLocaleDateString(locale, { day: 'numeric', month: 'long' }),
        more: merges.length - 1,
      })}
    </Notice>
  );
}
