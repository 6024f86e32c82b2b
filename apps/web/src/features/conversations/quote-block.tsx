'use client';

import type { QuotedMessage } from '@recado/core/conversations/contract';
import { useTranslations } from 'next-intl';
import { useAuthorName } from './use-author-name.ts';
import { useKindName } from './use-preview.ts';

/** Who wrote the quoted message and what it said, in two lines at most. */
export function QuoteText({ quoted }: { quoted: QuotedMessage }) {
  const t = useTranslations('conversations.quote');
  const kindName = useKindName();
  const author = useAuthorName()(quoted);
  return (
    <span className="grid min-w-0 text-left text-dense">
      <span className="truncate font-semibold text-brand">{author || t('customer')}</span>
      <span className="line-clamp-2 break-words text-quiet">
        {quoted.kind === 'text' ? quoted.body : [kindName(quoted.kind), quoted.body].filter(Boolean).join(': ')}
      </span>
    </span>
  );
}

/** The quoted message within its answer; pressed, it is brought into sight. */
export function QuoteBlock({ quoted, onJump }: { quoted: QuotedMessage; onJump: (seq: number) => void }) {
  const t = useTranslations('conversations.quote');
  return (
    <button
      type="button"
      onClick={() => onJump(quoted.seq)}
      className="relative min-h-6 min-w-0 rounded-tight border-brand border-l-[3px] bg-paper/60 px-2.5 py-1 hover:bg-paper"
    >
      <QuoteText quoted={quoted} />
      <span className="sr-only">{t('jump')}</span>
    </button>
  );
}
