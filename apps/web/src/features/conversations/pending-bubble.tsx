'use client';

import { formatBytes, formatTime, type Reading } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Note } from '@recado/ui/note';
import { ProgressBar } from '@recado/ui/progress-bar';
import { clsx } from 'clsx';
import { FileText, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useErrorText } from '../session/use-error-text.ts';
import { HeldMessage } from './held-message.tsx';
import { MessageText } from './message-text.tsx';
import { useOutbox } from './outbox-provider.tsx';
import { StatusMark } from './status-mark.tsx';
import type { PendingMessage } from './thread-state.ts';

/** A message of this tab that the server has not taken yet, or has refused. */
export function PendingBubble({
  pending,
  isFirst,
  reading,
}: {
  pending: PendingMessage;
  isFirst: boolean;
  reading: Reading;
}) {
  const t = useTranslations('conversations');
  const locale = useLocale();
  const outbox = useOutbox();
  const errorText = useErrorText();
  const { attachment, error } = pending;
  // the same file is refused however often it is tried
  const isHopeless = error?.code.startsWith('conversations.file') ?? false;
  // it leaves by itself when the network is back
  const isWaiting = error?.code === 'network.offline';
  const isHeld = error?.code === 'conversations.answeredMeanwhile';
  return (
    <article
      data-pending={pending.clientMessageId}
      className={clsx('flex flex-col items-end', isFirst ? 'pt-3' : 'pt-1')}
    >
      {isFirst && <p className="px-1 pb-1 font-medium text-fine text-quiet">{t('thread.fromYou')}</p>}
      <Note side="end" className="grid max-w-[85%] grid-cols-[minmax(0,1fr)] gap-1 text-body md:max-w-[75%]">
        {attachment?.previewUrl && (
          <img src={attachment.previewUrl} alt={attachment.name} className="max-h-60 max-w-full rounded-tight" />
        )}
        {attachment && !attachment.previewUrl && (
          <p className="flex items-center gap-2">
            <FileText size={20} aria-hidden className="shrink-0 text-quiet" />
            <span className="min-w-0 truncate">{attachment.name}</span>
            <span className="tabular shrink-0 text-fine text-quiet">{formatBytes(attachment.bytes, locale)}</span>
          </p>
        )}
        {attachment && pending.progress !== null && !error && (
          <ProgressBar value={pending.progress} label={t('composer.uploading', { name: attachment.name })} />
        )}
        {pending.body && <MessageText text={pending.body} />}
        <p className="tabular flex items-center justify-end gap-1.5 pr-2 text-fine text-quiet">
          <time dateTime={pending.createdAt}>{formatTime(new Date(pending.createdAt), reading)}</time>
          <StatusMark status={error && !isWaiting ? 'failed' : 'sending'} />
        </p>
      </Note>
      {error && isHeld && <HeldMessage pending={pending} />}
      {error && !isHeld && (
        <div
          role={isWaiting ? 'status' : 'alert'}
          className={clsx(
            'mt-1 flex max-w-[85%] flex-wrap items-center justify-end gap-x-2 gap-y-1 text-dense',
            isWaiting ? 'text-quiet' : 'text-danger',
          )}
        >
          <span>{isWaiting ? t('failure.offline') : errorText(error)}</span>
          {!isHopeless && (
            <Button size="small" onClick={() => outbox.retry(pending.clientMessageId)}>
              {t('failure.retry')}
            </Button>
          )}
          <IconButton
            label={t('composer.remove', { name: attachment?.name ?? pending.body ?? '' })}
            size="small"
            onClick={() => outbox.discard(pending.clientMessageId)}
          >
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </article>
  );
}
