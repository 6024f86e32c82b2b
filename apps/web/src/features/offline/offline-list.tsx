'use client';

import { formatListTime, type Reading } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { clsx } from 'clsx';
import { Clock3 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { contactName } from '../conversations/contact-name.ts';
import { useKindName } from '../conversations/use-preview.ts';
import type { KeptList, KeptWaiting } from './kept.ts';

/** The kept top of the list. Each opens by its address, as it does with a network. */
export function OfflineList({
  list,
  openId,
  reading,
  waiting,
}: {
  list: KeptList;
  openId: string | null;
  reading: Reading;
  waiting: readonly KeptWaiting[];
}) {
  const t = useTranslations('shell.offline');
  const kindName = useKindName();
  return (
    <nav
      aria-label={t('list')}
      className={clsx('min-h-0 w-full overflow-y-auto border-r md:block md:w-[22rem] md:shrink-0', openId && 'hidden')}
    >
      <h1 className="px-4 pt-4 pb-2 font-serif text-title">{list.workspaceName}</h1>
      <ul>
        {list.rows.map((row) => (
          <li key={row.id}>
            <a
              href={`/inbox/${row.id}`}
              aria-current={row.id === openId ? 'true' : undefined}
              className={clsx(
                'flex min-h-18 items-center gap-3 border-l-[3px] px-3.5 py-2 focus-visible:-outline-offset-2',
                row.id === openId ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-sunk',
              )}
            >
              <Avatar name={contactName(row.contact)} seed={row.contact.id} />
              <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
                <span className="flex items-baseline gap-2">
                  <span className="min-w-0 flex-1 truncate text-body">{contactName(row.contact)}</span>
                  <time dateTime={row.lastMessageAt} className="tabular shrink-0 text-fine text-quiet">
                    {formatListTime(new Date(row.lastMessageAt), reading)}
                  </time>
                </span>
                <span className="flex items-center gap-1.5 text-quiet">
                  {waiting.some(({ conversationId }) => conversationId === row.id) && (
                    <Clock3 size={15} aria-label={t('waiting')} className="shrink-0" />
                  )}
                  <span className="min-w-0 flex-1 truncate">{row.lastPreview || kindName(row.lastKind)}</span>
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
