'use client';

import type { NotificationKind, NotificationRow } from '@recado/core/notifications/contract';
import { formatAgo } from '@recado/i18n';
import { clsx } from 'clsx';
import {
  Archive,
  AtSign,
  CalendarClock,
  FileDown,
  Gauge,
  Hourglass,
  type LucideIcon,
  MessageCircle,
  PlugZap,
  ShieldCheck,
  Star,
  UserRoundCheck,
} from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { placeOf, useNotificationText } from './use-notification-text.ts';

export const kindIcons: Record<NotificationKind, LucideIcon> = {
  attention: MessageCircle,
  assigned: UserRoundCheck,
  mention: AtSign,
  planned: CalendarClock,
  overdue: Hourglass,
  rating: Star,
  channel_down: PlugZap,
  limit: Gauge,
  export: FileDown,
  history: Archive,
  security: ShieldCheck,
};

/** One of them: what, of whom, when, and whether it has been read. */
export function NotificationLine({ row, onOpen }: { row: NotificationRow; onOpen: () => void }) {
  const t = useTranslations('notifications');
  const textOf = useNotificationText();
  const reading = useReading();
  const Icon = kindIcons[row.kind];
  return (
    <li className="border-b last:border-b-0">
      <Link
        href={placeOf(row)}
        onClick={onOpen}
        className={clsx(
          'flex items-start gap-3 px-4 py-3 hover:bg-sunk focus-visible:-outline-offset-2',
          !row.isRead && 'bg-brand-soft',
        )}
      >
        <Icon size={18} aria-hidden className={clsx('mt-0.5 shrink-0', row.isRead ? 'text-quiet' : 'text-brand')} />
        <span className="grid min-w-0 flex-1 gap-0.5">
          <span className={clsx('wrap-anywhere', !row.isRead && 'font-semibold')}>
            {textOf(row)}
            {!row.isRead && <span className="sr-only">{` · ${t('unread')}`}</span>}
          </span>
          <time dateTime={row.at} className="tabular text-fine text-quiet">
            {formatAgo(new Date(row.at), reading)}
          </time>
        </span>
      </Link>
    </li>
  );
}
