'use client';

import { Button } from '@recado/ui/button';
import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAppWorker } from './use-app-worker.ts';

/** Offers a newer version when there is one. It waits for a press; what is being written is kept either way. */
export function NewerBanner() {
  const t = useTranslations('shell.newer');
  const { hasNewer, takeOver } = useAppWorker();
  const [isPutOff, setPutOff] = useState(false);
  return (
    <div role="status">
      {hasNewer && !isPutOff && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-brand-soft px-4 py-2 text-dense">
          <RefreshCw size={16} aria-hidden className="shrink-0 text-brand" />
          <span className="min-w-0 flex-1">{t('text')}</span>
          <Button size="small" onClick={takeOver}>
            {t('now')}
          </Button>
          <Button size="small" look="quiet" onClick={() => setPutOff(true)}>
            {t('later')}
          </Button>
        </p>
      )}
    </div>
  );
}
