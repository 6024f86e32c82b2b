'use client';

import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { useChannels } from '../channels/use-channels.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { noFilter, useConversations } from './use-conversations.ts';

/** The place of a conversation while none is open. It stays quiet while the list itself teaches what to do. */
export function ChooseConversation() {
  const t = useTranslations('conversations.empty');
  const channels = useChannels();
  const all = useConversations('all', noFilter);
  const hasSome = (all.data?.rows.length ?? 0) > 0;
  if (!channels.data || !all.data || !hasSome) return <div className="flex-1 bg-sunk" />;
  return (
    <div className="grid flex-1 place-items-center bg-sunk">
      <EmptyState picture={<BlankNote />} title={t('choose')} detail={t('chooseDetail')} />
    </div>
  );
}
