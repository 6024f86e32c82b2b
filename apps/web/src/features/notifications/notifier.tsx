'use client';

import type { NotificationRow } from '@recado/core/notifications/contract';
import { isQuiet, minuteIn } from '@recado/core/notifications/rules';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { useDesk } from '../session/use-desk.ts';
import { chimeOnce } from './chime.ts';
import { mergeNotification } from './notification-state.ts';
import { useBadge } from './use-badge.ts';
import { useNotificationText } from './use-notification-text.ts';
import { type NotificationPage, notificationsKey, useNotifications } from './use-notifications.ts';

const countAfterMs = 1_000;
/** What is told aloud is told at most so often; what comes in between is a number. */
const sayEveryMs = 5_000;
/** What came while nobody was connected is not news any more. */
const freshMs = 60_000;

/** Keeps what one is told up to date, counts it in the tab, sounds, and tells readers of screens, without chatter. */
export function Notifier() {
  const t = useTranslations('notifications');
  const textOf = useNotificationText();
  const { viewer } = useDesk();
  const { subscribe } = useLive();
  const queries = useQueryClient();
  const { data, markRead } = useNotifications();
  const { conversationId } = useParams<{ conversationId?: string }>();
  const openId = useRef(conversationId);
  openId.current = conversationId;
  const [said, setSaid] = useState('');
  const waiting = useRef<NotificationRow[]>([]);
  const saying = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const words = useRef(textOf);
  words.current = textOf;
  useBadge(data?.unread ?? 0);

  useEffect(() => {
    let counting: ReturnType<typeof setTimeout> | undefined;
    const say = () => {
      const rows = waiting.current.splice(0);
      const [only] = rows;
      if (!only) {
        saying.current = undefined;
        return;
      }
      setSaid(rows.length === 1 ? words.current(only) : t('several', { count: rows.length }));
      saying.current = setTimeout(say, sayEveryMs);
    };
    const stop = subscribe((changes) => {
      for (const change of changes) {
        if (change.topic !== 'notification') continue;
        const row = change.row as NotificationRow | null;
        const before = queries.getQueryData<NotificationPage>(notificationsKey);
        const isNew = row !== null && !row.isRead && !before?.rows.some(({ id }) => id === row.id);
        queries.setQueryData<NotificationPage>(
          notificationsKey,
          (now) => now && mergeNotification(now, change.id, row),
        );
        counting ??= setTimeout(() => {
          counting = undefined;
          void queries.invalidateQueries({ queryKey: notificationsKey });
        }, countAfterMs);
        if (!isNew || !row || Date.now() - Date.parse(row.at) > freshMs) continue;
        const isLookedAt = row.conversationId !== null && row.conversationId === openId.current && document.hasFocus();
        const quiet = before?.preferences.quiet ?? null;
        const isSilent = isQuiet(quiet, minuteIn(viewer.person.timeZone, new Date()));
        if (row.via.includes('sound') && !isSilent)
          void chimeOnce(row.id, before?.preferences.volume ?? 70, isLookedAt);
        if (isLookedAt || !row.via.includes('app')) continue;
        waiting.current.push(row);
        if (!saying.current) say();
      }
    });
    return () => {
      stop();
      clearTimeout(counting);
      clearTimeout(saying.current);
      saying.current = undefined;
    };
  }, [subscribe, queries, viewer.person.timeZone, t]);

  // whoever opens a conversation has read what it was told for
  const isUnread = data?.rows.some((row) => !row.isRead && row.conversationId === conversationId) ?? false;
  useEffect(() => {
    if (!conversationId || !isUnread) return;
    const look = () => {
      if (!document.hidden) markRead({ conversationId });
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [conversationId, isUnread, markRead]);

  return (
    <p role="status" aria-live="polite" className="sr-only">
      {said}
    </p>
  );
}
