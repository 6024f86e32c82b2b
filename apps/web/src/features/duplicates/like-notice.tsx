'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { contactName } from '../conversations/contact-name.ts';
import { useLikes } from './use-duplicates.ts';

/** One line where this contact is likely somebody else as well, with the way to compare them. */
export function LikeNotice({ contact }: { contact: ContactRow }) {
  const t = useTranslations('duplicates');
  const likes = useLikes(contact.id).data ?? [];
  const first = likes[0];
  if (!first) return null;
  return (
    <Notice
      action={
        <Button asChild size="small">
          <Link href={`/contacts/duplicates?one=${contact.id}&other=${first.id}&from=card` as never}>
            {t('compareLike')}
          </Link>
        </Button>
      }
    >
      {t('like', { name: contactName(first) || (first.email ?? t('nameless')), more: likes.length - 1 })}
    </Notice>
  );
}
