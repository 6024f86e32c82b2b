'use client';

import { type ConversationView, conversationViews } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';
import { ConversationListRow } from './conversation-list-row.tsx';
import { EmptyList } from './empty-list.tsx';
import { useConversations, useCounts } from './use-conversations.ts';

const rowHeight = 76;

/** The people who wrote, by view, newest first. Only the rows in sight exist in the page. */
export function ConversationList({ openId }: { openId: string | undefined }) {
  const t = useTranslations('conversations');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const reading = useReading();
  const [view, setView] = useState<ConversationView>('all');
  const list = useConversations(view);
  const counts = useCounts().data;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = list.data?.rows ?? [];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 6,
  });
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0;
  const { loadMore } = list;
  useEffect(() => {
    if (list.data?.hasMore && lastShown >= rows.length - 10) void loadMore().catch(() => {});
  }, [list.data?.hasMore, lastShown, rows.length, loadMore]);

  return (
    <>
      <div className="border-b px-1.5 pt-1.5">
        <h1 className="sr-only">{t('title')}</h1>
        <Segmented
          label={t('views.label')}
          name="view"
          value={view}
          onValue={(chosen) => {
            setView(chosen);
            scroller.current?.scrollTo(0, 0);
          }}
          options={conversationViews.map((each) => ({
            value: each,
            label: (
              <>
                {t(`views.${each}`)}
                {each !== 'all' && <ViewCount count={counts?.[each] ?? 0} />}
              </>
            ),
          }))}
        />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {list.isPending && (
          <Loading label={tCommon('loading')}>
            {[0, 1, 2, 3, 4, 5].map((each) => (
              <div key={each} className="flex h-[76px] items-center gap-3 px-4">
                <Skeleton className="size-10 shrink-0 rounded-full" />
                <div className="grid flex-1 gap-2">
                  <Skeleton className="h-3.5 w-2/5" />
                  <Skeleton className="h-3 w-4/5" />
                </div>
              </div>
            ))}
          </Loading>
        )}
        {list.isError && !list.data && (
          <div className="p-4">
            <Notice tone="danger" live="polite">
              <p>{errorText(list.error)}</p>
              <Button size="small" className="mt-2" onClick={() => void list.refetch()}>
                {tCommon('retry')}
              </Button>
            </Notice>
          </div>
        )}
        {list.data && rows.length === 0 && <EmptyList view={view} onSeeAll={() => setView('all')} />}
        <ul className="relative w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <li
                  key={item.key}
                  className="absolute inset-x-0 top-0"
                  style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                >
                  <ConversationListRow row={row} isOpen={row.id === openId} reading={reading} />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

function ViewCount({ count }: { count: number }) {
  const t = useTranslations('conversations.views');
  if (count === 0) return null;
  return (
    <span className="tabular rounded-full bg-attention-soft px-1.5 font-semibold text-attention text-fine">
      <span aria-hidden>{count >= 100 ? '99+' : count}</span>
      <span className="sr-only">{t('count', { count })}</span>
    </span>
  );
}
