'use client';

import { CountBadge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Popover } from '@recado/ui/popover';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { Bell as BellIcon, Settings2, VolumeX } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState, useSyncExternalStore } from 'react';
import { useMay } from '../session/use-may.ts';
import { LoadFailure } from '../shell/load-failure.tsx';
import { allowSound, isSoundHeld, onSoundChange } from './chime.ts';
import { NotificationLine } from './notification-line.tsx';
import { useNotifications } from './use-notifications.ts';

/** How much one has been told and not read, and the list of it. */
export function Bell() {
  const t = useTranslations('notifications');
  const tCommon = useTranslations('common');
  const [isOpen, setOpen] = useState(false);
  const notifications = useNotifications();
  const mayWrite = useMay('conversations.write');
  const isHeld = useSyncExternalStore(onSoundChange, isSoundHeld, () => false);
  const { rows = [], unread = 0, hasMore = false } = notifications.data ?? {};
  const newest = rows[0];
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      label={t('title')}
      trigger={
        <button
          type="button"
          aria-label={unread > 0 ? t('bell', { count: unread }) : t('title')}
          title={t('title')}
          className="relative flex size-11 shrink-0 items-center justify-center rounded-full text-quiet hover:bg-sunk hover:text-ink aria-expanded:bg-sunk"
        >
          <BellIcon size={20} aria-hidden />
          <span aria-hidden className="absolute top-0.5 right-0.5">
            <CountBadge count={unread} label="" />
          </span>
        </button>
      }
    >
      <div className="flex items-center justify-between gap-2 border-b px-4 py-2">
        <h2 className="font-serif text-title">{t('title')}</h2>
        <div className="flex items-center gap-1">
          {unread > 0 && newest && mayWrite && (
            <Button look="quiet" size="small" onClick={() => notifications.markRead({ upTo: newest.at })}>
              {t('readAll')}
            </Button>
          )}
          <Link
            href="/settings/notifications"
            aria-label={t('settings')}
            title={t('settings')}
            onClick={() => setOpen(false)}
            className="inline-flex size-10 items-center justify-center rounded-card text-quiet hover:bg-sunk hover:text-ink"
          >
            <Settings2 size={18} aria-hidden />
          </Link>
        </div>
      </div>
      {isHeld && (
        <p className="flex items-center justify-between gap-3 border-b bg-attention-soft px-4 py-2 text-dense">
          <span className="flex items-center gap-2">
            <VolumeX size={16} aria-hidden className="shrink-0 text-attention" />
            {t('held')}
          </span>
          <Button size="small" onClick={() => void allowSound()}>
            {t('allow')}
          </Button>
        </p>
      )}
      <div className="min-h-0 overflow-y-auto">
        {notifications.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-3 p-4">
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
            <Skeleton className="h-12" />
          </Loading>
        )}
        {notifications.isError && rows.length === 0 && (
          <div className="p-4">
            <LoadFailure of={notifications} />
          </div>
        )}
        {notifications.data && rows.length === 0 && <EmptyState title={t('empty.title')} detail={t('empty.detail')} />}
        {rows.length > 0 && (
          <ul>
            {rows.map((row) => (
              <NotificationLine
                key={row.id}
                row={row}
                onOpen={() => {
                  setOpen(false);
                  if (!row.isRead && mayWrite) notifications.markRead({ ids: [row.id] });
                }}
              />
            ))}
          </ul>
        )}
        {hasMore && (
          <div className="p-3 text-center">
            <Button look="quiet" size="small" onClick={() => void notifications.loadMore()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
    </Popover>
  );
}
