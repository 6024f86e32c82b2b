'use client';

import type { QuickReplyRow } from '@recado/core/conversations/contract';
import { fillVariables, type ReplyVariable } from '@recado/core/conversations/rules';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'next-intl';

/** The quick replies that fit what is typed after `/`, as they would read for this customer. */
export function ReplyList({
  id,
  replies,
  current,
  values,
  onChoose,
}: {
  id: string;
  replies: readonly QuickReplyRow[];
  current: QuickReplyRow | undefined;
  values: Partial<Record<ReplyVariable, string | null>>;
  onChoose: (reply: QuickReplyRow) => void;
}) {
  const t = useTranslations('conversations.replies');
  return (
    <div className="arrive absolute inset-x-0 bottom-full z-20 mb-2 rounded-card border bg-raised p-1.5 shadow-float">
      {replies.length === 0 && (
        <p className="px-2.5 py-2 text-dense text-quiet">
          {t('none')}{' '}
          <Link href="/settings/quick-replies" className="underline underline-offset-2">
            {t('manage')}
          </Link>
        </p>
      )}
      <div id={id} role="listbox" aria-label={t('title')} className="max-h-64 overflow-y-auto">
        {replies.map((reply) => {
          const { text, missing } = fillVariables(reply.body, values);
          return (
            <button
              key={reply.id}
              id={`${id}-${reply.id}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={reply === current}
              ref={(row) => {
                if (reply === current) row?.scrollIntoView({ block: 'nearest' });
              }}
              // the cursor stays in the box
              onPointerDown={(event) => {
                event.preventDefault();
                onChoose(reply);
              }}
              className={clsx(
                'grid min-h-9 w-full gap-0.5 rounded-tight px-2.5 py-1.5 text-left',
                reply === current && 'bg-sunk',
              )}
            >
              <span className="font-semibold text-dense">{`/${reply.code}`}</span>
              <span className="line-clamp-2 break-words text-dense text-quiet">{text}</span>
              {missing.length > 0 && (
                <span className="text-attention text-fine">{t('missing', { name: missing[0] ?? '' })}</span>
              )}
            </button>
          );
        })}
      </div>
    </div>
  );
}
