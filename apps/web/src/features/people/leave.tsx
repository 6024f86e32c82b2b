'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { usePeopleAction, useRemoval } from './use-people.ts';

/** The way out by oneself, and why it is shut for the only owner. */
export function Leave() {
  const t = useTranslations('people.leave');
  const { client, viewer, workspace } = useDesk();
  const removal = useRemoval(viewer.person.id);
  const { isBusy, run } = usePeopleAction();
  const [isAsking, setAsking] = useState(false);
  const of = { workspace: workspace.name };
  const leave = async () => {
    setAsking(false);
    // a full load on purpose: nothing of the company may live on in memory
    if (await run((workspaceId) => client.people.leave.mutate({ workspaceId, input: {} }))) location.assign('/');
  };
  return (
    <Section
      title={t('title')}
      detail={workspace.role === 'owner' ? t('owner') : t('detail', of)}
      asked={removal}
      action={
        removal.data?.isLastOwner === false && (
          <Button look="danger" busy={isBusy} onClick={() => setAsking(true)}>
            {t('open')}
          </Button>
        )
      }
    >
      {removal.data?.isLastOwner && <Notice tone="brand">{t('last')}</Notice>}
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('confirmTitle', of)}
        detail={t('detail', of)}
        confirm={t('confirm')}
        look="danger"
        onConfirm={() => void leave()}
      />
    </Section>
  );
}
