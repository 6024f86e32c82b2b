'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { Avatar } from '@recado/ui/avatar';
import { IconButton } from '@recado/ui/icon-button';
import { ArrowLeft, PanelRight } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { ChannelBadge } from '../channels/channel-badge.tsx';
import { ClockChip } from './clock-chip.tsx';
import { contactName } from './contact-name.ts';
import { PresentPeople } from './present-people.tsx';
import { ThreadActs } from './thread-acts.tsx';
import { useInboxPlace } from './use-inbox-place.ts';

/** Who this is and through which number, with the way back on phones. */
export function ThreadHeader({
  conversation,
  isPanelOpen,
  onTogglePanel,
}: {
  conversation: ConversationRow;
  isPanelOpen: boolean;
  onTogglePanel: () => void;
}) {
  const t = useTranslations('conversations.thread');
  const router = useRouter();
  const { search } = useInboxPlace();
  const name = contactName(conversation.contact);
  return (
    <header className="flex h-15 shrink-0 items-center gap-2 border-b bg-paper px-2 md:px-4">
      <IconButton label={t('back')} className="md:hidden" onClick={() => router.push(`/inbox${search}` as never)}>
        <ArrowLeft size={22} aria-hidden />
      </IconButton>
      <Avatar name={name} seed={conversation.contact.id} />
      <div className="min-w-0 flex-1 pl-1">
        <h1 className="truncate font-semibold text-body leading-5">{name}</h1>
        <p className="flex min-w-0 items-center gap-2 text-fine text-quiet">
          <span className="min-w-0 truncate">
            <ChannelBadge driver={conversation.channel.driver} label={conversation.channel.name} />
          </span>
          {conversation.clock && <ClockChip clock={conversation.clock} />}
        </p>
      </div>
      <PresentPeople conversationId={conversation.id} />
      <ThreadActs conversation={conversation} />
      <IconButton label={t(isPanelOpen ? 'hideDetails' : 'details')} aria-pressed={isPanelOpen} onClick={onTogglePanel}>
        <PanelRight size={20} aria-hidden />
      </IconButton>
    </header>
  );
}
