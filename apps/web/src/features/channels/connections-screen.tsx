'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { LoadFailure } from '../shell/load-failure.tsx';
import { ChannelCard } from './channel-card.tsx';
import { CreateChannelDialog } from './create-channel-dialog.tsx';
import { LinkingHelp } from './linking-help.tsx';
import { PersonalChats } from './personal-chats.tsx';
import { useChannels } from './use-channels.ts';

/** The numbers of a business: how each is doing and the one thing to do about it. */
export function ConnectionsScreen() {
  const t = useTranslations('channels');
  const tCommon = useTranslations('common');
  const channels = useChannels();
  const mayConnect = useMay('channels.connect');
  const mayRead = useMay('conversations.read');
  const [isCreating, setCreating] = useState(false);
  const rows = channels.data;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        <div className="flex flex-col items-start justify-between gap-4 sm:flex-row sm:items-end">
          <div className="grid min-w-0 gap-1">
            <h1 className="font-serif text-display">{t('title')}</h1>
            <p className="text-body text-quiet">{t('detail')}</p>
          </div>
          {mayConnect && rows && rows.length > 0 && (
            <Button
              // a number that waits for a person goes first
              look={rows.every(({ state }) => state === 'open' || state === 'syncing') ? 'primary' : 'secondary'}
              onClick={() => setCreating(true)}
            >
              <Plus size={18} aria-hidden />
              {t('add')}
            </Button>
          )}
        </div>
        {channels.isError && <LoadFailure of={channels} />}
        {channels.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-4">
            <Skeleton className="h-32" />
            <Skeleton className="h-32" />
          </Loading>
        )}
        {rows?.length === 0 && (
          <EmptyState
            picture={<BlankNote />}
            title={t('empty.title')}
            detail={mayConnect ? t('empty.detail') : t('empty.askOwner')}
            action={
              mayConnect && (
                <Button look="primary" size="large" onClick={() => setCreating(true)}>
                  {t('add')}
                </Button>
              )
            }
          />
        )}
        <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
          {rows?.map((channel) => (
            <ChannelCard key={channel.id} channel={channel} />
          ))}
        </ul>
        {rows?.some(({ state }) => ['qr', 'code', 'pairing'].includes(state)) && (
          <>
            <p className="max-w-2xl text-quiet">
              {t.rich('personalHint', {
                link: (text) => (
                  <a href="#personal" className="font-medium text-brand underline underline-offset-4">
                    {text}
                  </a>
                ),
              })}
            </p>
            <LinkingHelp />
          </>
        )}
        {rows && rows.length > 0 && mayRead && <PersonalChats channels={rows} />}
      </div>
      <CreateChannelDialog open={isCreating} onOpenChange={setCreating} />
    </main>
  );
}
