'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { BlankNote } from '../shell/blank-note.tsx';

/** Where the jobs are watched when Inngest runs them. */
export function InngestCard({ url }: { url: string | null }) {
  const t = useTranslations('staff.inngest');
  return (
    <main>
      <EmptyState
        picture={<BlankNote />}
        title={t('title')}
        detail={url ? t('detail') : `${t('detail')} ${t('noAddress')}`}
        action={
          url && (
            <Button asChild look="primary" size="large">
              <a href={url} target="_blank" rel="noreferrer">
                {t('action')}
                <ExternalLink size={16} aria-hidden />
              </a>
            </Button>
          )
        }
      />
    </main>
  );
}
