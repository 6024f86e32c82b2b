'use client';

import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { BlankNote } from '../shell/blank-note.tsx';
import { goOn, useWayBack } from './use-way-back.ts';

/** Says what can be done without a network, and goes on by itself as soon as there is one. */
export function OfflineScreen() {
  const t = useTranslations('shell.offline');
  const { isBack, isAsking, ask } = useWayBack();
  useEffect(() => {
    if (isBack) goOn();
  }, [isBack]);
  return (
    <main className="grid min-h-dvh place-items-center bg-paper">
      <EmptyState
        picture={<BlankNote />}
        title={t('title')}
        detail={t('detail')}
        action={
          <Button look="primary" busy={isAsking || isBack} onClick={ask}>
            {t('again')}
          </Button>
        }
      />
    </main>
  );
}
