'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { formatDay, formatTime } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Tag } from '@recado/ui/tag';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { useTags } from '../tags/use-tags.ts';
import { PriorityMark } from './priority-mark.tsx';

/** How a conversation stands, where that is not simply open: until when it is put off, how much it matters, what it is about, its labels. */
export function ThreadMarks({ conversation }: { conversation: ConversationRow }) {
  const t = useTranslations('inbox');
  const { workspace } = useDesk();
  const reading = { ...useReading(), timeZone: workspace.timeZone };
  const { status, priority, topic, tagIds, snoozedUntil } = conversation;
  const tags = (useTags().data ?? []).filter(({ id }) => tagIds.includes(id));
  const isPlain = status === 'open' && (priority === 'none' || priority === 'normal') && !topic && tags.length === 0;
  if (isPlain) return null;
  const at = snoozedUntil ? new Date(snoozedUntil) : null;
  return (
    <ul
      aria-label={t('marks')}
      className="flex shrink-0 items-center gap-1.5 overflow-x-auto whitespace-nowrap border-b bg-paper px-4 py-1.5"
    >
      {status !== 'open' && (
        <li>
          <Badge tone={status === 'closed' ? 'good' : 'neutral'}>
            {at
              ? t('status.snoozedUntil', { when: `${formatDay(at, reading)}, ${formatTime(at, reading)}` })
              : t(`status.${status}`)}
          </Badge>
        </li>
      )}
      {priority !== 'none' && priority !== 'normal' && (
        <li className="flex items-center text-fine">
          <PriorityMark priority={priority} />
          {t(`priority.${priority}`)}
        </li>
      )}
      {topic && (
        <li>
          <Badge>{t(`topic.${topic}`)}</Badge>
        </li>
      )}
      {tags.map((tag) => (
        <li key={tag.id}>
          <Tag colour={tag.colour}>{tag.name}</Tag>
        </li>
      ))}
    </ul>
  );
}
