'use client';

import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { sendingState } from '../channels/channel-status.ts';
import { useChannels } from '../channels/use-channels.ts';

/** Says above the composer when what is written will not leave at once, and what to do about it. */
export function ChannelNotice({ channelId }: { channelId: string }) {
  const t = useTranslations('conversations.composer');
  const channel = useChannels().data?.find(({ id }) => id === channelId);
  if (!channel) return null;
  const sending = sendingState(channel.state);
  if (sending === 'ready') return null;
  return (
    <Notice
      tone="attention"
      live="polite"
      action={
        sending === 'gone' && (
          <Link href="/settings/connections" className="shrink-0 font-medium underline underline-offset-4">
            {t('goToConnections')}
          </Link>
        )
      }
    >
      {t(sending === 'gone' ? 'channelGone' : 'channelDown', { name: channel.name })}
    </Notice>
  );
}
