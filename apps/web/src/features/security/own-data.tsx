'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isSessionOver, wireErrorOf } from '../session/app-error.ts';
import { downloadFile } from '../session/download-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { Section } from './section.tsx';
import { useOwnAction } from './use-own-account.ts';

/** What is kept of one's sessions is one's own: to take away, or to have forgotten. */
export function OwnData() {
  const t = useTranslations('security.data');
  const tCommon = useTranslations('common');
  const { client, viewer, prove, endSession } = useDesk();
  const { isBusy, run } = useOwnAction();
  const [asking, setAsking] = useState<'take' | 'forget' | null>(null);
  const take = (format: 'json' | 'csv') => {
    setAsking(null);
    void run(async () => {
      try {
        await downloadFile(`/history.${format}`, viewer.person.id, prove);
      } catch (error) {
        const wire = wireErrorOf(error);
        if (isSessionOver(wire.code)) endSession(wire);
        throw error;
      }
    });
  };
  return (
    <Section title={t('title')} detail={t('detail')}>
      <div className="flex flex-wrap gap-2">
        <Button busy={isBusy} onClick={() => setAsking('take')}>
          {t('take')}
        </Button>
        <Button look="quiet" busy={isBusy} onClick={() => setAsking('forget')}>
          {t('forget')}
        </Button>
      </div>
      <Dialog
        open={asking === 'take'}
        onOpenChange={(open) => setAsking(open ? 'take' : null)}
        title={t('takeTitle')}
        description={t('takeDetail')}
        closeLabel={tCommon('close')}
      >
        <div className="mt-6 flex flex-wrap justify-end gap-2">
          <Button onClick={() => take('csv')}>{t('csv')}</Button>
          <Button look="primary" onClick={() => take('json')}>
            {t('json')}
          </Button>
        </div>
      </Dialog>
      <ConfirmDialog
        open={asking === 'forget'}
        setOpen={(open) => setAsking(open ? 'forget' : null)}
        title={t('forgetTitle')}
        detail={t('forgetDetail')}
        confirm={t('forget')}
        look="danger"
        onConfirm={() => {
          setAsking(null);
          void run(() => client.ownAccount.eraseHistory.mutate(), t('forgotten'));
        }}
      />
    </Section>
  );
}
