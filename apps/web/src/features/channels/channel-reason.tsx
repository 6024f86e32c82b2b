'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { formatWhen } from '@recado/i18n';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';

/** Why a number is in its state, in a sentence. A reason of the worker that the catalogue knows goes before the general one. */
export function ChannelReason({ channel }: { channel: ChannelRow }) {
  const t = useTranslations('channels.reason');
  const reading = useReading();
  const { state, reason, detail } = channel;
  const nextTry = useSecondsLeft(state === 'reconnecting' && detail.nextTryAt ? Date.parse(detail.nextTryAt) : null);
  if (state === 'reconnecting' && detail.attempt !== undefined) {
    return nextTry > 0
      ? t('reconnectingNext', { attempt: detail.attempt, seconds: nextTry })
      : t('reconnectingNow', { attempt: detail.attempt });
  }
  if (state === 'temporarily_banned' && detail.until) {
    return t('temporarilyBannedUntil', { when: formatWhen(new Date(detail.until), reading) });
  }
  if (state === 'syncing' && detail.progress !== undefined)
    return t('syncingPart', { percent: Math.round(detail.progress) });
  // the worker's words are its own; only those that the catalogue explains are shown
  return reason && t.has(reason as never) ? t(reason as never) : t(state);
}
