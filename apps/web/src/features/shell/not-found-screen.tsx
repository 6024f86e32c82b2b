'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { BlankNote } from './blank-note.tsx';

/** The page for an address that leads nowhere. */
export function NotFoundScreen() {
  const t = useTranslations('shell.notFound');
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        picture={<BlankNote text="404" />}
        title={t('title')}
        detail={t('detail')}
        action={
          <Button asChild look="primary">
            <Link href="/inbox">{t('action')}</Link>
          </Button>
        }
      />
    </main>
  );
}
