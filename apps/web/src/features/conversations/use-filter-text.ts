'use client';

import type { ConversationFilter } from '@recado/core/conversations/contract';
import { useTranslations } from 'next-intl';
import { useChannels } from '../channels/use-channels.ts';
import { useTags } from '../tags/use-tags.ts';
import { useMembers } from './use-members.ts';

/** What narrows a view, as people say it. */
export function useFilterText(): (filter: ConversationFilter) => { name: keyof ConversationFilter; text: string }[] {
  const t = useTranslations('inbox');
  const channels = useChannels().data ?? [];
  const tags = useTags().data ?? [];
  const members = useMembers().data ?? [];
  const gone = t('filter.gone');
  return ({ channelId, tagId, assignee, priority, topic }) => [
    ...(channelId
      ? [{ name: 'channelId' as const, text: channels.find(({ id }) => id === channelId)?.name ?? gone }]
      : []),
    ...(tagId ? [{ name: 'tagId' as const, text: tags.find(({ id }) => id === tagId)?.name ?? gone }] : []),
    ...(assignee
      ? [
          {
            name: 'assignee' as const,
            text:
              assignee === 'me' || assignee === 'nobody'
                ? t(`filter.${assignee}`)
                : (members.find(({ personId }) => personId === assignee)?.name ?? gone),
          },
        ]
      : []),
    ...(priority ? [{ name: 'priority' as const, text: t(`priority.${priority}`) }] : []),
    ...(topic ? [{ name: 'topic' as const, text: t(`topic.${topic}`) }] : []),
  ];
}
