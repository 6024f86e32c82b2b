'use client';

import type { NotificationRow } from '@recado/core/notifications/contract';
import type { Route } from 'next';
import { useTranslations } from 'next-intl';
import { useDayText } from '../history/use-day-text.ts';

/** What one of them says, in the reader's language. */
export function useNotificationText(): (row: Pick<NotificationRow, 'kind' | 'name' | 'detail'>) => string {
  const t = useTranslations('notifications');
  const day = useDayText();
  return ({ kind, name, detail }) => {
    const who = name ?? t('somebody');
    if (kind === 'attention') return t(detail.isNew ? 'say.first' : 'say.attention', { name: who });
    if (kind === 'assigned' || kind === 'mention')
      return t(`say.${kind}`, { name: who, by: String(detail.by ?? '') || 'none' });
    if (kind === 'planned')
      return t('say.planned', {
        name: name ?? (String(detail.name ?? '') || who),
        reason: String(detail.reason ?? 'other'),
      });
    if (kind === 'rating') return t('say.rating', { name: who, score: Number(detail.score ?? 0) });
    if (kind === 'overdue') return t('say.overdue', { name: who, clock: String(detail.clock ?? 'next') });
    if (kind === 'channel_down') return t('say.channel_down', { number: String(detail.number ?? '') });
    if (kind === 'limit')
      return t(detail.state === 'full' ? 'say.full' : 'say.near', {
        what: String(detail.name ?? 'other'),
        used: Number(detail.used ?? 0),
        limit: Number(detail.limit ?? 0),
      });
    if (kind === 'export')
      return t('say.export', {
        what: String(detail.what ?? 'other'),
        by: String(detail.by ?? '') || t('somebody'),
        count: Number(detail.count ?? 0),
      });
    if (kind === 'history')
      return t('say.history', {
        count: Number(detail.count ?? 0),
        day: day(String(detail.before ?? '')),
        when: day(String(detail.purgeAt ?? '')),
      });
    return t('say.security', { what: String(detail.what ?? 'other') });
  };
}

/** Where it leads. */
export function placeOf({ kind, conversationId }: Pick<NotificationRow, 'kind' | 'conversationId'>): Route {
  if (conversationId) return `/inbox/${conversationId}` as Route;
  if (kind === 'channel_down') return '/settings/connections';
  if (kind === 'history') return '/settings/history';
  if (kind === 'export') return '/contacts/export' as Route;
  if (kind === 'planned') return '/inbox';
  return kind === 'security' ? '/settings/security' : '/home';
}
