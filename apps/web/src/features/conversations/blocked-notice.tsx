'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

/** Says that nothing is sent to whoever is blocked, and leads to where that is changed. */
export function BlockedNotice({ contact }: { contact: ConversationRow['contact'] }) {
  const t = useTranslations('conversations.composer');
  if (contact.kind !== 'blocked') return null;
  return (
    <Notice
      tone="danger"
      action={
        <Button asChild size="small">
          <Link href={`/contacts/${contact.id}` as never}>{t('blockedOpen')}</Link>
        </Button>
      }
    >
      {t('blocked')}
    </Notice>
  );
}
