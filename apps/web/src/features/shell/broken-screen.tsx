'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { BlankNote } from './blank-note.tsx';

/** The page for a failure of ours: what is safe, what to do, and the code that finds it in our records, when the server has one. */
export function BrokenScreen({ code }: { code: string | null }) {
  const t = useTranslations('shell.broken');
  const tCommon = useTranslations('common');
  return (
    <main className="grid min-h-dvh place-items-center">
      <EmptyState
        picture={<BlankNote text="500" />}
        title={t('title')}
        detail={
          <>
            {t(code ? 'detail' : 'detailBare')}
            {code && <span className="tabular mt-2 block font-mono text-dense">{t('code', { code })}</span>}
          </>
        }
        action={
          // what failed may be the server's part of the page, which only a new load asks for again
          <Button look="primary" onClick={() => location.reload()}>
            {tCommon('retry')}
          </Button>
        }
      />
    </main>
  );
}
