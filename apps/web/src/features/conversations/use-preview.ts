'use client';

import type { ConversationRow, MessageKind } from '@recado/core/conversations/contract';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useMembers } from './use-members.ts';

/** The last line of a conversation as its list shows it: who said it when that was neither the customer nor a colleague, and what. */
export function usePreview(row: ConversationRow): string {
  const t = useTranslations('conversations');
  const kind = useKindName();
  const { viewer } = useDesk();
  const members = useMembers().data;
  if (row.lastDirection === null) return t('row.nothing');
  const words = row.lastPreview || kind(row.lastKind);
  if (row.lastDirection === 'in') return words;
  switch (row.lastAuthorKind) {
    case 'person': {
      const by =
        row.lastAuthorId === viewer.person.id
          ? t('thread.fromYou')
          : members?.find((each) => each.personId === row.lastAuthorId)?.name;
      return by ? `${t('row.author', { name: by })} ${words}` : words;
    }
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
