'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { dayKey, formatDay, formatTime, type Reading } from '@recado/i18n';
import { IconButton } from '@recado/ui/icon-button';
import { Note } from '@recado/ui/note';
import { Notice } from '@recado/ui/notice';
import { TextArea } from '@recado/ui/text-area';
import { ArrowLeft, SendHorizontal, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Fragment, useEffect, useRef, useState } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { MessageText } from '../conversations/message-text.tsx';
import { StatusMark } from '../conversations/status-mark.tsx';
import { useKindName } from '../conversations/use-preview.ts';
import type { KeptMessage } from './kept.ts';
import type { Kept } from './use-kept.ts';

/** The kept words of one conversation, what waits for a network below them, and a place to write more. */
export function OfflineThread({
  kept,
  row,
  reading,
  onWriting,
}: {
  kept: Kept;
  row: ConversationRow;
  reading: Reading;
  onWriting: (isWriting: boolean) => void;
}) {
  const t = useTranslations('shell.offline');
  const tComposer = useTranslations('conversations.composer');
  const name = contactName(row.contact);
  const rows = kept.thread?.rows ?? [];
  const [waiting, setWaiting] = useState(() => kept.waiting.filter(({ conversationId }) => conversationId === row.id));
  const [text, setText] = useState('');
  const [isFull, setFull] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  const count = rows.length + waiting.length;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  const write = (next: string) => {
    setText(next);
    onWriting(next.trim() !== '');
    void kept.pen.note(row.id, next);
  };
  const send = async () => {
    const body = text.trim();
    if (body === '') return;
    const sent = await kept.pen.send(row.id, body, rows.at(-1)?.seq);
    setFull(sent === null);
    if (!sent) return;
    setWaiting((now) => [...now, sent]);
    write('');
  };
  const discard = (id: string) => {
    setWaiting((now) => now.filter(({ clientMessageId }) => clientMessageId !== id));
    void kept.pen.discard(id);
  };
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col bg-sunk" aria-label={t('thread', { name })}>
      <header className="flex shrink-0 items-center gap-2 border-b bg-paper px-3 py-2.5">
        <a
          href="/inbox"
          aria-label={t('backToList')}
          className="inline-flex size-10 shrink-0 items-center justify-center rounded-card text-quiet hover:bg-sunk md:hidden"
        >
          <ArrowLeft size={20} aria-hidden />
        </a>
        <h2 className="min-w-0 truncate font-semibold text-lead">{name}</h2>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {!kept.thread && <p className="py-6 text-center text-quiet">{t('notKept')}</p>}
        {rows.map((message, at) => (
          <Fragment key={message.id}>
            {dayKey(new Date(message.occurredAt)) !== dayKey(new Date(rows[at - 1]?.occurredAt ?? 0)) && (
              <p className="py-3 text-center text-fine text-quiet">
                {formatDay(new Date(message.occurredAt), reading)}
              </p>
            )}
            <KeptBubble message={message} reading={reading} ownId={kept.session.personId} />
          </Fragment>
        ))}
        {waiting.map(({ clientMessageId, body, createdAt, isOfDesk }) => (
          <article key={clientMessageId} data-waiting={clientMessageId} className="flex flex-col items-end pt-1">
            <Note side="end" className="grid max-w-[85%] gap-1 text-body md:max-w-[75%]">
              <MessageText text={body} />
              <p className="tabular flex items-center justify-end gap-1.5 pr-2 text-fine text-quiet">
                <time dateTime={createdAt}>{formatTime(new Date(createdAt), reading)}</time>
                <StatusMark status="sending" />
              </p>
            </Note>
            <p className="flex items-center gap-1 text-dense text-quiet">
              {t('waiting')}
              {!isOfDesk && (
                <IconButton
                  size="small"
                  label={tComposer('remove', { name: body })}
                  onClick={() => discard(clientMessageId)}
                >
                  <X size={16} aria-hidden />
                </IconButton>
              )}
            </p>
          </article>
        ))}
        <div ref={end} />
      </div>
      {kept.list.mayWrite ? (
        <form
          method="post"
          className="shrink-0 border-t bg-paper px-4 py-3"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          {isFull && (
            <Notice tone="danger" live="assertive">
              {t('full')}
            </Notice>
          )}
          <div className="flex items-end gap-2">
            <TextArea
              aria-label={tComposer('label', { name })}
              placeholder={t('write')}
              rows={2}
              value={text}
              onChange={(event) => write(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                event.preventDefault();
                void send();
              }}
              className="min-w-0 flex-1"
            />
            <IconButton type="submit" label={t('send')}>
              <SendHorizontal size={20} aria-hidden />
            </IconButton>
          </div>
        </form>
      ) : null}
    </main>
  );
}

function KeptBubble({ message, reading, ownId }: { message: KeptMessage; reading: Reading; ownId: string }) {
  const t = useTranslations('conversations');
  const kindName = useKindName();
  const isOurs = message.direction === 'out';
  const { author, body, kind } = message;
  const by =
    isOurs && author.kind === 'person'
      ? author.id === ownId
        ? t('thread.fromYou')
        : author.name
      : isOurs
        ? null
        : author.name;
  return (
    <article className={`flex flex-col pt-1 ${isOurs ? 'items-end' : 'items-start'}`}>
      {by && <p className="px-1 pb-1 font-medium text-fine text-quiet">{by}</p>}
      <Note side={isOurs ? 'end' : 'start'} className="grid max-w-[85%] gap-1 text-body md:max-w-[75%]">
        {kind !== 'text' && <p className="text-quiet italic">{kindName(kind)}</p>}
        {body && <MessageText text={body} />}
        <p className={`tabular flex items-center justify-end gap-1.5 text-fine text-quiet ${isOurs ? 'pr-2' : ''}`}>
          <time dateTime={message.occurredAt}>{formatTime(new Date(message.occurredAt), reading)}</time>
          {isOurs && <StatusMark status={message.status} />}
        </p>
      </Note>
    </article>
  );
}
