'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { formatListTime, type Reading } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { CountBadge } from '@recado/ui/badge';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { ChannelBadge } from '../channels/channel-badge.tsx';
import { contactName } from './contact-name.ts';
import { StatusMark } from './status-mark.tsx';
import { usePreview } from './use-preview.ts';

/** A person, when, what was said last, and how much is unread. */
export const ConversationListRow = memo(function ConversationListRow({
  row,
  isOpen,
  reading,
}: {
  row: ConversationRow;
  isOpen: boolean;
  reading: Reading;
}) {
  const t = useTranslations('conversations.row');
  const preview = usePreview(row);
  const name = contactName(row.contact);
  const isUnread = row.unreadCount > 0;
  return (
    <Link
      href={`/inbox/${row.id}`}
      aria-current={isOpen ? 'true' : undefined}
      data-conversation={row.id}
      className={clsx(
        'flex h-full items-center gap-3 border-l-[3px] px-3.5 transition-colors focus-visible:-outline-offset-2',
        isOpen ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-sunk',
      )}
    >
      <Avatar name={name} seed={row.contact.id} />
      <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
        <span className="flex items-baseline gap-2">
          <span className={clsx('min-w-0 flex-1 truncate text-body', isUnread && 'font-semibold')}>{name}</span>
          <time
            dateTime={row.lastMessageAt}
            className={clsx('tabular shrink-0 text-fine', isUnread ? 'font-semibold text-attention' : 'text-quiet')}
          >
            {formatListTime(new Date(row.lastMessageAt), reading)}
          </time>
        </span>
        <span className="flex items-center gap-1.5 text-quiet">
          {row.lastDirection === 'out' && row.lastStatus && <StatusMark status={row.lastStatus} />}
          <span className={clsx('min-w-0 flex-1 truncate', isUnread && 'text-ink')}>{preview}</span>
          <CountBadge count={row.unreadCount} label={t('unread', { count: row.unreadCount })} />
          {!isUnread && <ChannelBadge driver={row.channel.driver} label={row.channel.name} isBare />}
        </span>
      </span>
    </Link>
  );
});
