'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import type { TagRow } from '@recado/core/tags/contract';
import { formatListTime, formatWhen, type Reading } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { CountBadge } from '@recado/ui/badge';
import { TagDot } from '@recado/ui/tag';
import { clsx } from 'clsx';
import { AlarmClock } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { memo, useRef } from 'react';
import { ChannelBadge } from '../channels/channel-badge.tsx';
import { ClockChip } from './clock-chip.tsx';
import { contactName } from './contact-name.ts';
import { PresentMark } from './present-people.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { StatusMark } from './status-mark.tsx';
import { usePreview } from './use-preview.ts';

const longPressMs = 450;
const tagsShown = 2;

/** A person, when, what was said last and how much is unread; below it, where there is something to say, number and labels. */
export const ConversationListRow = memo(function ConversationListRow({
  row,
  isOpen,
  reading,
  search,
  tags,
  assignee,
  hasNumbers,
  isChosen,
  isChoosing,
  onChoose,
}: {
  row: ConversationRow;
  isOpen: boolean;
  reading: Reading;
  /** What the view adds to the address. */
  search: string;
  tags: readonly TagRow[];
  /** Who has it, where that is known and somebody. */
  assignee: string | undefined;
  /** Whether the business has more than one number. */
  hasNumbers: boolean;
  isChosen: boolean;
  isChoosing: boolean;
  /** Not given to whoever may only read. */
  onChoose: ((row: ConversationRow, isRange: boolean) => void) | undefined;
}) {
  const t = useTranslations('conversations.row');
  const tInbox = useTranslations('inbox');
  const preview = usePreview(row);
  const name = contactName(row.contact);
  const isUnread = row.unreadCount > 0;
  const own = tags.filter(({ id }) => row.tagIds.includes(id));
  const press = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wasLong = useRef(false);
  const letGo = () => clearTimeout(press.current);
  return (
    <div
      className={clsx(
        'group relative h-full border-l-[3px] transition-colors',
        isChosen
          ? 'border-l-brand bg-sunk'
          : isOpen
            ? 'border-l-brand bg-brand-soft'
            : 'border-l-transparent hover:bg-sunk',
      )}
    >
      <Link
        href={`/inbox/${row.id}${search}` as never}
        aria-current={isOpen ? 'true' : undefined}
        data-conversation={row.id}
        className="flex h-full items-center gap-3 px-3.5 focus-visible:-outline-offset-2 [-webkit-touch-callout:none]"
        onPointerDown={(event) => {
          wasLong.current = false;
          if (event.pointerType !== 'touch' || !onChoose) return;
          press.current = setTimeout(() => {
            wasLong.current = true;
            onChoose(row, false);
          }, longPressMs);
        }}
        onPointerUp={letGo}
        onPointerCancel={letGo}
        onPointerMove={(event) => Math.abs(event.movementY) > 3 && letGo()}
        onContextMenu={(event) => wasLong.current && event.preventDefault()}
        onClick={(event) => {
          const isFirst = wasLong.current;
          wasLong.current = false;
          if (isFirst) return event.preventDefault();
          if (!onChoose || (!event.shiftKey && !isChoosing)) return;
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          onChoose(row, event.shiftKey);
        }}
      >
        <span className="relative">
          <Avatar name={name} seed={row.contact.id} />
          <PresentMark conversationId={row.id} />
          {assignee && (
            <span
              title={tInbox('row.assignee', { name: assignee })}
              className="absolute -right-1.5 -bottom-1 grid size-5 place-items-center rounded-full border-2 border-paper bg-raised font-semibold text-fine text-quiet"
            >
              <span aria-hidden>{assignee[0]?.toUpperCase()}</span>
              <span className="sr-only">{tInbox('row.assignee', { name: assignee })}</span>
            </span>
          )}
        </span>
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)]">
          <span className="flex items-baseline gap-2">
            <span className={clsx('min-w-0 flex-1 truncate text-body', isUnread && 'font-semibold')}>
              <PriorityMark priority={row.priority} />
              {name}
            </span>
            {row.snoozedUntil ? (
              <time
                dateTime={row.snoozedUntil}
                className="tabular flex shrink-0 items-center gap-1 text-fine text-quiet"
              >
                <AlarmClock size={12} aria-hidden />
                {formatWhen(new Date(row.snoozedUntil), reading)}
              </time>
            ) : (
              <time
                dateTime={row.lastMessageAt}
                className={clsx('tabular shrink-0 text-fine', isUnread ? 'font-semibold text-attention' : 'text-quiet')}
              >
                {formatListTime(new Date(row.lastMessageAt), reading)}
              </time>
            )}
          </span>
          <span className="flex items-center gap-1.5 text-quiet">
            {row.lastDirection === 'out' && row.lastStatus && <StatusMark status={row.lastStatus} />}
            <span className={clsx('min-w-0 flex-1 truncate', isUnread && 'text-ink')}>{preview}</span>
            <CountBadge count={row.unreadCount} label={t('unread', { count: row.unreadCount })} />
          </span>
          {(hasNumbers || own.length > 0 || row.clock) && (
            <span className="flex min-w-0 items-center gap-2 overflow-hidden pt-0.5 text-fine text-quiet">
              {row.clock && <ClockChip clock={row.clock} />}
              {hasNumbers && (
                <ChannelBadge
                  driver={row.channel.driver}
                  label={row.channel.name}
                  isBare={own.length > 0 || row.clock !== null}
                />
              )}
              {own.slice(0, tagsShown).map((tag) => (
                <span key={tag.id} className="flex min-w-0 items-center gap-1">
                  <TagDot colour={tag.colour} />
                  <span className="truncate">{tag.name}</span>
                </span>
              ))}
              {own.length > tagsShown && (
                <span
                  className="tabular shrink-0"
                  title={own
                    .slice(tagsShown)
                    .map((tag) => tag.name)
                    .join(', ')}
                >
                  {tInbox('row.more', { count: own.length - tagsShown })}
                </span>
              )}
            </span>
          )}
        </span>
      </Link>
      {onChoose && (
        <label
          className={clsx(
            'absolute top-1/2 left-2 grid size-12 -translate-y-1/2 cursor-pointer place-items-center rounded-full',
            isChoosing || isChosen
              ? 'opacity-100'
              : 'opacity-0 has-focus-visible:opacity-100 group-hover:opacity-100 [@media(hover:none)]:pointer-events-none',
          )}
        >
          <span className="grid size-10 place-items-center rounded-full bg-raised">
            <input
              type="checkbox"
              aria-label={tInbox('bulk.choose', { name })}
              checked={isChosen}
              onChange={(event) => onChoose(row, (event.nativeEvent as MouseEvent).shiftKey === true)}
              className="size-5"
            />
          </span>
        </label>
      )}
    </div>
  );
});
