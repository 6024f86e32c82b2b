'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useChannels } from '../channels/use-channels.ts';
import { useDesk } from '../session/use-desk.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { noFilter, useConversations } from './use-conversations.ts';
import type { InboxView } from './use-inbox-place.ts';

/** What to do next when a view has nothing: connect, provoke a first message, or look elsewhere. */
export function EmptyList({
  view,
  isFiltered,
  onSeeAll,
}: {
  view: InboxView;
  isFiltered: boolean;
  onSeeAll: () => void;
}) {
  const tInbox = useTranslations('inbox.empty');
  const t = useTranslations('conversations.empty');
  const { config } = useDesk();
  const channels = useChannels().data;
  const hasPast = useConversations('closed', noFilter).data?.rows.length !== 0;
  if (view !== 'all' || isFiltered) {
    return (
      <EmptyState
        title={t('view')}
        detail={isFiltered ? tInbox('filtered') : tInbox(view)}
        action={<Button onClick={onSeeAll}>{isFiltered ? tInbox('clear') : t('seeAll')}</Button>}
      />
    );
  }
  if (!channels) return null;
  const simulated = channels.some(({ driver }) => driver === 'simulator');
  if (channels.length === 0) {
    return (
      <EmptyState
        picture={<BlankNote />}
        title={t('noNumber')}
        detail={t('noNumberDetail')}
        action={
          <Button look="primary" asChild>
            <Link href="/welcome">{config.simulatorUrl ? t('simulator') : t('connect')}</Link>
          </Button>
        }
      />
    );
  }
  if (hasPast) return <EmptyState picture={<BlankNote />} title={tInbox('zero')} detail={tInbox('zeroDetail')} />;
  return (
    <EmptyState
      picture={<BlankNote />}
      title={t('none')}
      detail={t(simulated ? 'noneSimulated' : 'noneDetail')}
      action={
        simulated &&
        config.simulatorUrl && (
          <Button look="primary" asChild>
            <a href={config.simulatorUrl} target="_blank" rel="noreferrer">
              {t('openSimulator')}
            </a>
          </Button>
        )
      }
    />
  );
}
