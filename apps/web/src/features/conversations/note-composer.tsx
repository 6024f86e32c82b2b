'use client';

import { NOTE_LIMIT } from '@recado/core/conversations/contract';
import { IconButton } from '@recado/ui/icon-button';
import { Notice } from '@recado/ui/notice';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { onComposerFocus } from './composer-mode.ts';
import { NoteBox } from './note-box.tsx';
import { useDraft } from './use-draft.ts';
import { useNoteActions } from './use-note-actions.ts';

/** Where a note for the company's own people is written. What is not kept yet stays as a draft, apart from that of the answer. */
export function NoteComposer({ conversationId }: { conversationId: string }) {
  const t = useTranslations('conversations.note');
  const [text, setText] = useDraft(`${conversationId}.note`);
  const [isBusy, setBusy] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const actions = useNoteActions(conversationId);
  // the same for every try of one note
  const attempt = useRef<string | null>(null);
  useEffect(() => onComposerFocus(() => box.current?.focus()), []);
  const keep = async (written: string, mentionedIds: string[]) => {
    if (isBusy) return;
    attempt.current ??= crypto.randomUUID();
    setBusy(true);
    if (await actions.add(attempt.current, written, mentionedIds)) {
      attempt.current = null;
      setText('');
    }
    setBusy(false);
    box.current?.focus();
  };
  return (
    <>
      {text.length > NOTE_LIMIT && (
        <Notice tone="danger" live="polite">
          {t('tooLong', { length: text.length, limit: NOTE_LIMIT })}
        </Notice>
      )}
      <div className="flex items-end gap-1 rounded-card border border-attention/60 bg-attention-soft p-1 pl-2.5 focus-within:border-attention">
        <NoteBox
          conversationId={conversationId}
          text={text}
          setText={setText}
          box={box}
          onSubmit={(written, ids) => void keep(written, ids)}
        >
          {(submit, canSubmit) => (
            <IconButton label={t('keep')} disabled={!canSubmit || isBusy} onClick={submit}>
              <Check size={20} aria-hidden />
            </IconButton>
          )}
        </NoteBox>
      </div>
      <p className="hidden text-fine text-quiet md:block">{t('hint')}</p>
    </>
  );
}
