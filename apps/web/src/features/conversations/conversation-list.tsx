'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useChannels } from '../channels/use-channels.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { useTags } from '../tags/use-tags.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ConversationListRow } from './conversation-list-row.tsx';
import { EmptyList } from './empty-list.tsx';
import { useConversations, useCounts } from './use-conversations.ts';
import { useInboxKeys } from './use-inbox-keys.ts';
import { useInboxPlace } from './use-inbox-place.ts';
import { useMembers } from './use-members.ts';
import { useSelection } from './use-selection.ts';
import { ViewBar } from './view-bar.tsx';

const rowHeight = 76;

/** The people who wrote, by view, newest first. Only the rows in sight exist in the page. */
export function ConversationList({ openId }: { openId: string | undefined }) {
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const reading = useReading();
  const { viewer } = useDesk();
  const mayWrite = useMay('conversations.write');
  const { view, filter, search, isFiltered, setPlace } = useInboxPlace();
  const list = useConversations(view, filter);
  const counts = useCounts().data;
  const tags = useTags();
  const members = useMembers().data;
  const hasNumbers = (useChannels().data?.length ?? 0) > 1;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => list.data?.rows ?? [], [list.data]);
  const selection = useSelection(rows, search);
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
  // a label that somebody has just made is asked for once
  const isUnknown =
    tags.data && rows.some(({ tagIds }) => tagIds.some((id) => !tags.data.some((tag) => tag.id === id)));
  const { refetch } = tags;
  useEffect(() => {
    if (isUnknown) void refetch();
  }, [isUnknown, refetch]);
  const focusRow = useCallback(
    (at: number) => {
      virtual.scrollToIndex(at);
      const find = () => document.querySelector<HTMLElement>(`[data-conversation="${rows[at]?.id}"]`);
      // at once where it is there: the next key may come before the next frame, and goes on from what has the focus
      const there = find();
      if (there) there.focus();
      else requestAnimationFrame(() => find()?.focus());
    },
    [rows, virtual],
  );
  useInboxKeys({ rows, openId, search, focusRow, selection });
  const place = useCallback(
    (to: Parameters<typeof setPlace>[0]) => {
      setPlace(to);
      scroller.current?.scrollTo(0, 0);
    },
    [setPlace],
  );
  const names = useMemo(() => new Map(members?.map(({ personId, name }) => [personId, name])), [members]);

  return (
    <>
      {selection.chosen.length > 0 ? (
        <BulkBar
          chosen={selection.chosen}
          loaded={rows.length}
          onAll={selection.chooseLoaded}
          onClear={selection.clear}
        />
      ) : (
        <ViewBar view={view} filter={filter} counts={counts} onPlace={place} />
      )}
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
        {list.data && rows.length === 0 && (
          <EmptyList view={view} isFiltered={isFiltered} onSeeAll={() => place({ view: 'all', filter: {} })} />
        )}
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
                  <ConversationListRow
                    row={row}
                    isOpen={row.id === openId}
                    reading={reading}
                    search={search}
                    tags={tags.data ?? noTags}
                    assignee={
                      row.assigneeId && row.assigneeId !== viewer.person.id ? names.get(row.assigneeId) : undefined
                    }
                    hasNumbers={hasNumbers}
                    isChosen={selection.ids.has(row.id)}
                    isChoosing={selection.chosen.length > 0}
                    onChoose={mayWrite ? selection.choose : undefined}
                  />
                </li>
              )
            );
          })}
        </ul>
      </div>
    </>
  );
}

const noTags: never[] = [];
