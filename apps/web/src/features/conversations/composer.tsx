'use client';

import { type ConversationRow, TEXT_LIMIT } from '@recado/core/conversations/contract';
import { formatBytes } from '@recado/i18n';
import { IconButton } from '@recado/ui/icon-button';
import { Notice } from '@recado/ui/notice';
import { Segmented } from '@recado/ui/segmented';
import { clsx } from 'clsx';
import { Check, Paperclip, SendHorizontal, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { attachmentKind, judgeAttachment } from './attachment-rules.ts';
import { BlockedNotice } from './blocked-notice.tsx';
import { ChannelNotice } from './channel-notice.tsx';
import { ChosenFiles } from './chosen-files.tsx';
import { onComposerFocus, setComposerMode, useComposerMode } from './composer-mode.ts';
import { setQuote, useQuote } from './composer-quote.ts';
import { contactName } from './contact-name.ts';
import { NoteComposer } from './note-composer.tsx';
import { useOutbox } from './outbox-provider.tsx';
import { PersonalNotice } from './personal-notice.tsx';
import { PlanButton } from './plan-button.tsx';
import { QuoteText } from './quote-block.tsx';
import { ReplyList } from './reply-list.tsx';
import { useDraft } from './use-draft.ts';
import { useSlash } from './use-slash.ts';
import { useTellTyping } from './use-tell-presence.ts';

/** Where one writes: an answer to the customer, or a note that stays in the company. The colour says which. */
export function Composer({ conversation }: { conversation: ConversationRow }) {
  const t = useTranslations('conversations.composer');
  const mode = useComposerMode();
  useEffect(() => setComposerMode('answer'), [conversation.id]);
  return (
    <div className="relative shrink-0 border-t bg-paper px-3 pt-1 pb-[max(0.625rem,env(safe-area-inset-bottom))] md:px-6">
      <div className="mx-auto grid max-w-3xl gap-2">
        <Segmented
          label={t('mode')}
          name="composer-mode"
          value={mode}
          options={[
            { value: 'answer', label: t('answer') },
            { value: 'note', label: t('note') },
          ]}
          onValue={(value) => setComposerMode(value, { focus: true })}
        />
        {mode === 'note' ? (
          <NoteComposer conversationId={conversation.id} />
        ) : (
          <AnswerBox conversation={conversation} />
        )}
      </div>
    </div>
  );
}

/** Where an answer is written. Enter sends, Shift with Enter starts a line; files come by button, paste or drop. */
function AnswerBox({ conversation }: { conversation: ConversationRow }) {
  const t = useTranslations('conversations.composer');
  const locale = useLocale();
  const outbox = useOutbox();
  const [text, setText] = useDraft(conversation.id);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [isDropping, setDropping] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => onComposerFocus(() => box.current?.focus()), []);
  const isTooLong = text.length > TEXT_LIMIT;
  const hasContent = files.length > 0 || text.trim() !== '';
  const quote = useQuote(conversation.id);
  // what its writer saw last when the words began; what comes after that is for them to know before they send
  const [seenSeq, setSeenSeq] = useState(conversation.lastSeq);
  if (!hasContent && seenSeq !== conversation.lastSeq) setSeenSeq(conversation.lastSeq);

  const { typed, stopped } = useTellTyping(conversation.id);

  const add = (chosen: readonly File[]) => {
    const refused: string[] = [];
    const taken = chosen.filter((file) => {
      const verdict = judgeAttachment(file);
      if (verdict.ok) return true;
      refused.push(
        verdict.because === 'empty'
          ? t('emptyFile', { name: file.name })
          : t('tooBig', {
              name: file.name,
              size: formatBytes(file.size, locale),
              limit: formatBytes(verdict.limit, locale),
            }),
      );
      return false;
    });
    setProblems(refused);
    setFiles((now) => [...now, ...taken]);
    box.current?.focus();
  };
  // one that is over already is opened by an answer, and stays so
  const mayResolve = !['closed', 'archived'].includes(conversation.status);
  const send = (isLast = false) => {
    if (!hasContent || isTooLong) return;
    // the words go with the first file, as phones do it
    const parts: (File | null)[] = files.length > 0 ? [...files] : [null];
    parts.forEach((file, at) => {
      const kind = file ? attachmentKind(file.type) : 'text';
      const previewUrl = file && kind === 'image' ? URL.createObjectURL(file) : null;
      const quotedMessageId = at === 0 ? quote?.id : undefined;
      const resolves = (isLast && mayResolve && at === parts.length - 1) || undefined;
      const body = at === 0 ? text : '';
      outbox.add(conversation.id, { text: body, file, previewUrl, kind, seenSeq, quotedMessageId, resolves });
    });
    stopped();
    setQuote(null);
    setText('');
    setFiles([]);
    setProblems([]);
    box.current?.focus();
  };
  const slash = useSlash(conversation, box, text, setText);
  const listId = useId();
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.nativeEvent.isComposing && slash.takesKey(event)) return;
    if (event.key === 'Escape' && quote) {
      event.stopPropagation();
      setQuote(null);
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send(event.ctrlKey || event.metaKey);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    add([...event.clipboardData.files]);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    add([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shortcut of the button beside it
    <div
      className="grid gap-2"
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(event.dataTransfer.types.includes('Files'));
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={onDrop}
    >
      <ChannelNotice channelId={conversation.channel.id} />
      <BlockedNotice contact={conversation.contact} />
      <PersonalNotice personal={conversation.personal} />
      {problems.length > 0 && (
        <Notice tone="danger" live="assertive">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </Notice>
      )}
      {isTooLong && (
        <Notice tone="danger" live="polite">
          {t('tooLong', { length: text.length, limit: TEXT_LIMIT })}
        </Notice>
      )}
      {quote && (
        <div className="flex items-center gap-2 rounded-tight border-brand border-l-[3px] bg-sunk py-1 pr-1 pl-2.5">
          <span className="sr-only">{t('quoting')}</span>
          <span className="min-w-0 flex-1">
            <QuoteText quoted={quote} />
          </span>
          <IconButton label={t('dropQuote')} size="small" onClick={() => setQuote(null)}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
      {files.length > 0 && (
        <ChosenFiles files={files} onRemove={(at) => setFiles(files.filter((_, index) => index !== at))} />
      )}
      <div
        className={clsx(
          'relative flex items-end gap-1 rounded-card border bg-surface p-1 focus-within:border-brand',
          isDropping ? 'border-brand border-dashed' : 'border-edge',
        )}
      >
        {slash.isOpen && (
          <ReplyList
            id={listId}
            replies={slash.replies}
            current={slash.current}
            values={slash.values}
            onChoose={slash.choose}
          />
        )}
        <IconButton label={t('attach')} onClick={() => picker.current?.click()}>
          <Paperclip size={20} aria-hidden />
        </IconButton>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            add([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
        <textarea
          ref={box}
          value={text}
          rows={1}
          aria-label={t('label', { name: contactName(conversation.contact) })}
          placeholder={isDropping ? t('dropHere') : t('placeholder')}
          role="combobox"
          aria-expanded={slash.isOpen}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={slash.isOpen && slash.current ? `${listId}-${slash.current.id}` : undefined}
          onClick={slash.look}
          onChange={(event) => {
            setText(event.target.value);
            if (event.target.value.trim() === '') stopped();
            else typed();
            slash.look();
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-40 min-h-10 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-2 text-body outline-none placeholder:text-quiet"
        />
        {hasContent && files.length === 0 && !quote && (
          <PlanButton
            conversationId={conversation.id}
            text={text}
            disabled={isTooLong}
            onPlanned={() => {
              stopped();
              setText('');
              box.current?.focus();
            }}
          />
        )}
        {hasContent && mayResolve && (
          <IconButton label={t('sendAndResolve')} disabled={isTooLong} onClick={() => send(true)}>
            <Check size={20} aria-hidden />
          </IconButton>
        )}
        <IconButton label={t('send')} disabled={!hasContent || isTooLong} onClick={() => send()} look="primary">
          <SendHorizontal size={20} aria-hidden />
        </IconButton>
      </div>
      <p className="hidden text-fine text-quiet md:block">{t('hint')}</p>
    </div>
  );
}
