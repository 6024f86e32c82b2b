'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { formatDay } from '@recado/i18n';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { ArrowDown, CalendarSearch } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { PurgedLine } from '../history/purged-line.tsx';
import { useReading } from '../shell/use-reading.ts';
import { JumpToDay } from './jump-to-day.tsx';
import { MarkLine } from './mark-line.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { NoteCard } from './note-card.tsx';
import { usePending } from './outbox-provider.tsx';
import { PendingBubble } from './pending-bubble.tsx';
import { Pictures } from './pictures.tsx';
import { PlannedBubble } from './planned-bubble.tsx';
import { foldReactions } from './reactions.ts';
import { type ThreadItem, threadItems } from './thread-items.ts';
import { type LoadedThread, partOf, withoutArrived } from './thread-state.ts';
import { useAsides } from './use-asides.ts';
import { useMarkRead } from './use-mark-read.ts';
import { usePlanned } from './use-planned.ts';

const nearEnd = 80;
const nearTop = 400;
/** So many messages above the loaded ones are far: they are opened by themselves, without what lies between. */
const far = 1_000;

/** The messages. It stays at the end while the reader is there, never moves when older ones are added, and tells what is below. */
export function Thread({
  conversation,
  thread,
  onOlder,
  onNewer,
  onFar,
  onEnd,
  onStale,
}: {
  conversation: ConversationRow;
  thread: LoadedThread;
  onOlder: (many?: number) => Promise<void>;
  /** Goes on below a part that is far above, opens one around a message, and leaves it for the end. */
  onNewer: () => Promise<void>;
  onFar: (seq: number) => Promise<void>;
  onEnd: () => void;
  onStale: () => unknown;
}) {
  const t = useTranslations('conversations.thread');
  const reading = useReading();
  const scroller = useRef<HTMLDivElement>(null);
  const part = partOf(thread);
  const isPast = thread.past !== undefined;
  const pending = usePending(conversation.id);
  // where the unread began when the conversation was opened; it stays in place while it is being read
  const [readSeq] = useState(conversation.unreadCount > 0 ? conversation.readSeq : null);
  const asides = useAsides(conversation.id, part.isComplete ? 0 : part.rows[0]?.seq);
  const planned = usePlanned(conversation.id);
  const lastIn = thread.rows.findLast((row) => row.direction === 'in' && row.kind !== 'reaction');
  const { rows: shown, byMessage: reactions } = useMemo(() => foldReactions(part.rows), [part.rows]);
  const items = useMemo(
    () =>
      threadItems({
        isComplete: part.isComplete,
        isEnd: !isPast,
        rows: shown,
        pending: isPast ? [] : withoutArrived(pending, part.rows),
        readSeq,
        asides,
        planned: isPast ? [] : planned,
      }),
    [part, isPast, shown, pending, readSeq, asides, planned],
  );
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (items[at]?.type === 'day' || items[at]?.type === 'unread' ? 44 : 58),
    getItemKey: (at) => items[at]?.key ?? at,
    overscan: 8,
    paddingStart: 16,
    paddingEnd: 16,
    anchorTo: 'end',
    followOnAppend: !isPast,
    scrollEndThreshold: nearEnd,
  });
  const [isAtEnd, setAtEnd] = useState(true);
  const staysAtEnd = useRef(true);
  const [seenSeq, setSeenSeq] = useState(0);
  const lastSeq = thread.rows.at(-1)?.seq ?? 0;
  useEffect(() => {
    if (isAtEnd && !isPast) setSeenSeq(lastSeq);
  }, [isAtEnd, isPast, lastSeq]);
  useMarkRead(conversation, isAtEnd && !isPast ? lastSeq : 0);
  // whoever comes back to this conversation comes to its end
  useEffect(() => onEnd, [onEnd]);

  const [wanted, setWanted] = useState<number | null>(null);
  const firstSeq = part.rows[0]?.seq ?? 0;
  const endSeq = part.rows.at(-1)?.seq ?? 0;
  // its beginning is in a file by now
  const isCut = part.rows.length > 0 ? firstSeq > 1 : conversation.lastSeq > 0;
  // what is above the loaded part is loaded first, and by itself where it is far
  useEffect(() => {
    if (wanted === null) return;
    const isAbove = wanted < firstSeq && !part.isComplete;
    const isBelow = isPast && wanted > endSeq;
    if (isBelow && wanted >= (thread.rows[0]?.seq ?? 0)) return onEnd();
    if (isBelow || (isAbove && firstSeq - wanted > far)) {
      void onFar(wanted).catch(() => setWanted(null));
      return;
    }
    if (isAbove) {
      // a little more than up to it, so that something stands above it
      void onOlder(firstSeq - wanted + 20).catch(() => setWanted(null));
      return;
    }
    const at = items.findIndex((item) => item.type === 'message' && item.row.seq >= wanted);
    setWanted(null);
    if (at === -1) return;
    staysAtEnd.current = false;
    virtual.scrollToIndex(at, { align: 'center' });
  }, [wanted, firstSeq, endSeq, part.isComplete, isPast, thread.rows, items, onOlder, onFar, onEnd, virtual]);
  const jumpTo = useCallback((seq: number) => setWanted(seq), []);
  // a message that was found is told by its place in the address, and stays marked while that stands there
  const found = Number(useSearchParams().get('at')) || null;
  useEffect(() => {
    if (found !== null) setWanted(found);
  }, [found]);

  // what this person sends is always brought into sight
  const lastPendingKey = pending.at(-1)?.clientMessageId;
  useEffect(() => {
    if (!lastPendingKey) return;
    staysAtEnd.current = true;
    onEnd();
    virtual.scrollToEnd();
  }, [lastPendingKey, onEnd, virtual]);

  // pictures take their room late; whoever reads the end goes on reading it
  const height = virtual.getTotalSize();
  useLayoutEffect(() => {
    if (staysAtEnd.current) virtual.scrollToEnd();
  }, [height, virtual]);

  // a banner, a growing answer or a phone's keyboard takes room from below
  useEffect(() => {
    const room = scroller.current;
    if (!room) return;
    const watch = new ResizeObserver(() => {
      if (staysAtEnd.current) virtual.scrollToEnd();
    });
    watch.observe(room);
    return () => watch.disconnect();
  }, [virtual]);

  const onScroll = () => {
    const at = scroller.current;
    if (!at) return;
    const below = at.scrollHeight - at.scrollTop - at.clientHeight;
    const isNow = below < nearEnd && !isPast;
    staysAtEnd.current = isNow;
    setAtEnd(isNow);
    if (isPast && below < nearTop) void onNewer().catch(() => {});
    if (at.scrollTop < nearTop) void onOlder().catch(() => {});
  };
  const newBelow = isAtEnd ? 0 : thread.rows.filter((row) => row.seq > seenSeq && row.direction === 'in').length;
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label={t('messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled area must be reachable by keyboard
        tabIndex={0}
        className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {/* a short thread stands at the end, beside the composer */}
        <Pictures conversationId={conversation.id} rows={part.rows} isComplete={part.isComplete} onStale={onStale}>
          <div className="flex min-h-full flex-col justify-end">
            <div className="relative mx-auto w-full max-w-3xl shrink-0" style={{ height }}>
              {virtual.getVirtualItems().map((place) => {
                const item = items[place.index];
                return (
                  item && (
                    <div
                      key={place.key}
                      ref={virtual.measureElement}
                      data-index={place.index}
                      aria-current={isFound(item, found) ? 'true' : undefined}
                      className={clsx(
                        'absolute inset-x-0 top-0 px-3 md:px-6',
                        isFound(item, found) && 'rounded-card bg-brand-soft pb-1 ring-1 ring-brand',
                      )}
                      style={{ transform: `translateY(${place.start}px)` }}
                    >
                      {item.type === 'message' ? (
                        <MessageBubble
                          row={item.row}
                          isFirst={item.isFirst}
                          reading={reading}
                          onStale={onStale}
                          onJump={jumpTo}
                          reactions={reactions.get(item.row.id)}
                        />
                      ) : item.type === 'pending' ? (
                        <PendingBubble pending={item.pending} isFirst={item.isFirst} reading={reading} />
                      ) : item.type === 'planned' ? (
                        <PlannedBubble row={item.row} lastIn={lastIn} />
                      ) : item.type === 'note' ? (
                        <NoteCard note={item.note} reading={reading} />
                      ) : item.type === 'marks' ? (
                        <MarkLine marks={item.marks} reading={reading} />
                      ) : (
                        <Divider
                          item={item}
                          isCut={isCut}
                          day={(at) => formatDay(new Date(at), reading)}
                          conversationId={conversation.id}
                          onJump={jumpTo}
                        />
                      )}
                    </div>
                  )
                );
              })}
            </div>
          </div>
        </Pictures>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          onClick={() => {
            if (!isPast) return virtual.scrollToEnd({ behavior: 'smooth' });
            staysAtEnd.current = true;
            onEnd();
          }}
          className="arrive absolute bottom-3 left-1/2 flex h-10 -translate-x-1/2 items-center gap-2 rounded-full border bg-raised px-4 font-medium shadow-float"
        >
          <ArrowDown size={16} aria-hidden />
          <span className={newBelow > 0 ? 'text-attention' : undefined}>
            {newBelow > 0 ? t('newBelow', { count: newBelow }) : t('toEnd')}
          </span>
        </button>
      )}
    </div>
  );
}

const isFound = (item: ThreadItem, found: number | null): boolean =>
  found !== null && item.type === 'message' && item.row.seq === found;

function Divider({
  item,
  isCut,
  day,
  conversationId,
  onJump,
}: {
  item: ThreadItem;
  isCut: boolean;
  day: (at: string) => string;
  conversationId: string;
  onJump: (seq: number) => void;
}) {
  const t = useTranslations('conversations.thread');
  const tJump = useTranslations('conversations.jump');
  if (item.type === 'start' && isCut) return <PurgedLine />;
  if (item.type === 'start') return <p className="pt-2 pb-3 text-center text-dense text-quiet">{t('start')}</p>;
  if (item.type === 'unread') {
    return (
      <p className="flex items-center gap-3 py-3 font-semibold text-attention text-fine before:h-px before:flex-1 before:bg-attention/40 after:h-px after:flex-1 after:bg-attention/40">
        {t('unread')}
      </p>
    );
  }
  if (item.type === 'recovered') {
    return (
      <p className="flex items-center gap-3 py-3 text-center text-fine text-quiet before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('recovered', { count: item.count })}
      </p>
    );
  }
  return item.type === 'day' ? (
    <p className="py-1.5 text-center">
      <JumpToDay
        conversationId={conversationId}
        from={new Date(item.at)}
        onJump={onJump}
        trigger={
          <button
            type="button"
            title={tJump('open')}
            className="inline-flex min-h-8 items-center gap-1.5 rounded-full px-3 text-dense text-quiet hover:bg-surface hover:text-ink"
          >
            <span className="inline-block first-letter:uppercase">{day(item.at)}</span>
            <CalendarSearch size={14} aria-hidden />
            <span className="sr-only">{tJump('open')}</span>
          </button>
        }
      />
    </p>
  ) : null;
}
