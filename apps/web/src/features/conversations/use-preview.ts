'use client';

import type { ConversationRow, MessageKind } from '@recado/core/conversations/contract';
import { useTranslations } from 'next-intl';

/** The last line of a conversation as its list shows it: who said it when that was neither the customer nor a colleague, and what. */
export function usePreview(row: ConversationRow): string {
  const t = useTranslations('conversations');
  const kind = useKindName();
  if (row.lastDirection === null) return t('row.nothing');
  const words = row.lastPreview || kind(row.lastKind);
  if (row.lastDirection === 'in') return words;
  switch (row.lastAuthorKind) {
    // the ticks before the line say that it is ours; whose of us, the row does not know
    case 'person':
      return words;
    case 'bot':
    case 'campaign':
    case 'automation':
    case 'api':
    case 'link':
      return `${t('row.author', { name: t(`authors.${row.lastAuthorKind}`) })} ${words}`;
    default:
      return `${t('row.author', { name: t('thread.fromPhone') })} ${words}`;
  }
}

/** Names a kind of message that has no words of its own. */
export function useKindName(): (kind: MessageKind) => string {
  const t = useTranslations('conversations.kinds');
  return (kind) =>
    kind === 'text' || kind === 'unsupported' || kind === 'undecryptable' ? t('unsupportedShort') : t(kind);
}
