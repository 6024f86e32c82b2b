'use client';

import type { RunError } from '@recado/core/operations/contract';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** What a function threw: its sentence at once, where it happened when asked for. */
export function ErrorDetail({ error, tone = 'danger' }: { error: RunError; tone?: 'danger' | 'attention' }) {
  const t = useTranslations('staff.run');
  return (
    <div
      className={clsx(
        'grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 rounded-card px-4 py-3',
        tone === 'danger' ? 'bg-danger-soft' : 'bg-attention-soft',
      )}
    >
      <p className="wrap-anywhere whitespace-pre-wrap">
        {tone === 'danger' && <span className="font-semibold text-danger">{error.name}: </span>}
        {error.message}
      </p>
      {error.stack && (
        <details className="group min-w-0">
          <summary className="inline-flex list-none items-center gap-1 rounded-tight text-dense [&::-webkit-details-marker]:hidden">
            <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
            {t('stack')}
          </summary>
          <section
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keys
            tabIndex={0}
            aria-label={t('stack')}
            className="mt-2 max-h-80 overflow-y-auto rounded-tight bg-surface p-3"
          >
            <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-fine">{error.stack}</pre>
          </section>
        </details>
      )}
    </div>
  );
}
