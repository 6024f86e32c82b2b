'use client';

import { useTranslations } from 'next-intl';

/** What to try when a phone will not link, in the order in which it usually helps. */
export function LinkingHelp() {
  const t = useTranslations('channels.help');
  return (
    <details className="text-quiet">
      <summary className="w-fit rounded-tight font-medium text-ink">{t('title')}</summary>
      <ul className="mt-2 grid list-disc gap-1 pl-5">
        {(['one', 'two', 'three', 'four'] as const).map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ul>
    </details>
  );
}
