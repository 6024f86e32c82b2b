'use client';

import type { MessageRow } from '@recado/core/conversations/contract';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';

/** Who wrote a message: you, a colleague by name, the phone itself, a machine; in groups, the member. Empty when it is plain. */
export function useAuthorName(): (row: Pick<MessageRow, 'direction' | 'author'>) => string {
  const t = useTranslations('conversations');
  const { viewer } = useDesk();
  return ({ direction, author }) => {
    if (direction === 'in') return author.name ?? '';
    switch (author.kind) {
      case 'person':
        return author.id === viewer.person.id ? t('thread.fromYou') : (author.name ?? '');
      case 'phone':
        return t('thread.fromPhone');
      case 'link':
        // under its own name: it says for whom it is
        return author.name ?? t('authors.link');
      case 'contact':
        return '';
      default:
        return t(`authors.${author.kind}`);
    }
  };
}
