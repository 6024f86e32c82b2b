'use client';

import type { MessageRow } from '@recado/core/conversations/contract';
import { formatTime, type Reading } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Note } from '@recado/ui/note';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Reply } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { setComposerMode } from './composer-mode.ts';
import { setQuote } from './composer-quote.ts';
import { MessageMedia } from './message-media.tsx';
import { MessageText } from './message-text.tsx';
import { QuoteBlock } from './quote-block.tsx';
import type { Reaction } from './reactions.ts';
import { StatusMark } from './status-mark.tsx';
import { type LoadedThread, mergeLive } from './thread-state.ts';
import { useAuthorName } from './use-author-name.ts';
import { useFailureText } from './use-failure-text.ts';
import { useKindName } from './use-preview.ts';

/** One message on its side of the thread, with who wrote it, when, and how far it has come. */
export const MessageBubble = memo(function MessageBubble({
  row,
  isFirst,
  reading,
  onStale,
  onJump,
  reactions,
}: {
  row: MessageRow;
  isFirst: boolean;
  reading: Reading;
  onStale: () => unknown;
  /** Brings the message with a number into sight. */
  onJump: (seq: number) => void;
  reactions?: readonly Reaction[] | undefined;
}) {
  const t = useTranslations('conversations');
  const kindName = useKindName();
  const author = useAuthorName()(row);
  const isOurs = row.direction === 'out';
  const isPlain = row.kind === 'text' || row.media !== null;
  const mayWrite = useMay('conversations.write');
  const isAnswerable = mayWrite && isPlain && row.status !== 'queued' && row.status !== 'failed';
  return (
    <article
      data-message={row.id}
      data-direction={row.direction}
      className={clsx('flex flex-col', isOurs ? 'items-end' : 'items-start', isFirst ? 'pt-3' : 'pt-1')}
    >
      {isFirst && author && <p className="px-1 pb-1 font-medium text-fine text-quiet">{author}</p>}
      <div className={clsx('group flex w-full items-center gap-1', isOurs && 'flex-row-reverse')}>
        <Note
          side={isOurs ? 'end' : 'start'}
          className="grid max-w-[85%] grid-cols-[minmax(0,1fr)] gap-1 text-body md:max-w-[75%]"
        >
          {row.quoted && row.kind !== 'reaction' && <QuoteBlock quoted={row.quoted} onJump={onJump} />}
          {row.media && <MessageMedia media={row.media} caption={row.body} onStale={onStale} />}
          {row.body && isPlain && <MessageText text={row.body} />}
          {!isPlain && (
            <p className={row.body ? undefined : 'text-quiet italic'}>
              {row.kind === 'unsupported' || row.kind === 'undecryptable' ? t(`kinds.${row.kind}`) : kindName(row.kind)}
              {row.body && <>: {row.body}</>}
            </p>
          )}
          {/* ours keep clear of the folded corner */}
          <p className={clsx('tabular flex items-center justify-end gap-1.5 text-fine text-quiet', isOurs && 'pr-2')}>
            <time dateTime={row.occurredAt}>{formatTime(new Date(row.occurredAt), reading)}</time>
            {isOurs && <StatusMark status={row.status} />}
          </p>
        </Note>
        {isAnswerable && (
          <IconButton
            label={t('quote.answer')}
            size="small"
            className="opacity-0 transition-opacity focus-visible:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-70"
            onClick={() => {
              setQuote(row);
              setComposerMode('answer', { focus: true });
            }}
          >
            <Reply size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {reactions && reactions.length > 0 && (
        <ul aria-label={t('quote.reactions')} className="-mt-1 flex flex-wrap gap-1 px-2">
          {reactions.map(({ emoji, names }) => (
            <li key={emoji} className="tabular rounded-full border bg-raised px-2 py-0.5 text-dense">
              <span>{emoji}</span>
              {names.length > 1 && <span className="pl-1 text-quiet">{names.length}</span>}
              <span className="sr-only"> {names.filter(Boolean).join(', ')}</span>
            </li>
          ))}
        </ul>
      )}
      {row.status === 'failed' && <FailedMessage row={row} />}
    </article>
  );
});

function FailedMessage({ row }: { row: MessageRow }) {
  const t = useTranslations('conversations.failure');
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const failureText = useFailureText();
  const mayWrite = useMay('conversations.write');
  const [isBusy, setBusy] = useState(false);
  const retry = async () => {
    setBusy(true);
    try {
      const again = await client.conversations.retry.mutate({
        workspaceId: workspace.id,
        input: { messageId: row.id },
      });
      queries.setQueryData<LoadedThread>(
        queryKeys.thread(row.conversationId),
        (thread) => thread && mergeLive(thread, [again]),
      );
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div
      role="alert"
      className="mt-1 flex max-w-[85%] flex-wrap items-center justify-end gap-x-3 gap-y-1 text-danger text-dense"
    >
      <span>{failureText(row.error)}</span>
      {mayWrite && (
        <Button size="small" busy={isBusy} onClick={() => void retry()}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}
