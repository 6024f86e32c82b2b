'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useMay } from '../session/use-may.ts';
import { Composer } from './composer.tsx';
import { contactName } from './contact-name.ts';
import { ContactPanel } from './contact-panel.tsx';
import { TypingLine } from './present-people.tsx';
import { Thread } from './thread.tsx';
import { ThreadHeader } from './thread-header.tsx';
import { ThreadMarks } from './thread-marks.tsx';
import { ThreadSkeleton } from './thread-skeleton.tsx';
import { useTellPresence } from './use-tell-presence.ts';
import { useConversation, useThread } from './use-thread.ts';

const panelKey = 'recado.panel';

/** One conversation: who, what was said, and what is about to be. */
export function ConversationScreen({ conversationId }: { conversationId: string }) {
  const t = useTranslations('conversations.thread');
  const tCommon = useTranslations('common');
  const conversation = useConversation(conversationId);
  const thread = useThread(conversationId);
  useTellPresence(conversationId);
  const mayWrite = useMay('conversations.write');
  const [isPanelOpen, setPanelOpen] = useState(false);
  useEffect(() => setPanelOpen(localStorage.getItem(panelKey) === 'open' && innerWidth >= 1100), []);
  const togglePanel = () => {
    localStorage.setItem(panelKey, isPanelOpen ? 'closed' : 'open');
    setPanelOpen(!isPanelOpen);
  };
  const error = conversation.error ?? thread.error;
  if (error && !(conversation.data && thread.data)) {
    const isMissing = ['conversations.notFound', 'kernel.invalidInput'].includes(wireErrorOf(error).code);
    return (
      <div className="grid flex-1 place-items-center">
        <EmptyState
          title={t(isMissing ? 'notFound' : 'failed')}
          detail={t(isMissing ? 'notFoundDetail' : 'failedDetail')}
          action={
            isMissing ? (
              <Button asChild>
                <Link href="/inbox">{t('back')}</Link>
              </Button>
            ) : (
              <Button
                look="primary"
                onClick={() => {
                  void conversation.refetch();
                  void thread.refetch();
                }}
              >
                {tCommon('retry')}
              </Button>
            )
          }
        />
      </div>
    );
  }
  if (!conversation.data || !thread.data) return <ThreadSkeleton />;
  const name = contactName(conversation.data.contact);
  return (
    <div className="flex min-h-0 flex-1">
      <section aria-label={t('label', { name })} className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunk">
        <ThreadHeader conversation={conversation.data} isPanelOpen={isPanelOpen} onTogglePanel={togglePanel} />
        <ThreadMarks conversation={conversation.data} />
        <Thread
          conversation={conversation.data}
          thread={thread.data}
          onOlder={thread.loadOlder}
          onNewer={thread.loadNewer}
          onFar={thread.loadAround}
          onEnd={thread.toEnd}
          onStale={thread.refetch}
        />
        <TypingLine conversationId={conversationId} />
        {mayWrite ? (
          <Composer conversation={conversation.data} />
        ) : (
          <p className="shrink-0 border-t bg-paper px-4 py-4 text-center text-quiet">{t('readOnly')}</p>
        )}
      </section>
      {isPanelOpen && <ContactPanel conversation={conversation.data} onClose={togglePanel} />}
    </div>
  );
}
