'use client';

import type { MarkRow } from '@recado/core/conversations/contract';
import { formatTime, type Reading } from '@recado/i18n';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMarkText } from './use-mark-text.ts';

const shownAtOnce = 1;

/** What was done to the conversation, in the reader's words; of several in a row the last one, with the way to the others. */
export function MarkLine({ marks, reading }: { marks: readonly MarkRow[]; reading: Reading }) {
  const t = useTranslations('conversations.marks');
  const tell = useMarkText(reading);
  const [isOpen, setOpen] = useState(false);
  const told = marks.flatMap((mark) => {
    const text = tell(mark);
    return text === null ? [] : [{ mark, text }];
  });
  const shown = isOpen ? told : told.slice(-shownAtOnce);
  if (told.length === 0) return null;
  return (
    <div className="grid justify-items-center gap-1 py-2 text-center text-fine text-quiet">
      {told.length > shownAtOnce && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="min-h-6 rounded-tight px-2 underline underline-offset-2 hover:text-ink"
        >
          {isOpen ? t('fold') : t('unfold', { count: told.length - shownAtOnce })}
        </button>
      )}
      {shown.map(({ mark, text }) => (
        <p key={mark.id} data-mark={mark.action}>
          {text} · <time dateTime={mark.at}>{formatTime(new Date(mark.at), reading)}</time>
        </p>
      ))}
    </div>
  );
}
