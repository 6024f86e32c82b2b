'use client';

import { clsx } from 'clsx';
import { useParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { InboxSearch } from '../search/inbox-search.tsx';
import { ConversationList } from './conversation-list.tsx';

/** The list beside the open conversation; on a phone, one or the other. */
export function InboxScreen({ children }: { children: ReactNode }) {
  const openId = useParams<{ conversationId?: string }>().conversationId;
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={clsx('min-h-0 w-full flex-col md:flex md:w-80 md:shrink-0 md:border-r', openId ? 'hidden' : 'flex')}
      >
        <InboxSearch openId={openId}>
          <ConversationList openId={openId} />
        </InboxSearch>
      </div>
      <main className={clsx('min-h-0 min-w-0 flex-1 flex-col', openId ? 'flex' : 'hidden md:flex')}>{children}</main>
    </div>
  );
}
