'use client';

import type { WorkspaceSettings } from '@recado/core/workspaces/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { useWorkspaceAction } from './use-workspaces.ts';

/** What takes a workspace away: the archive, another account, or its end. Each says what it does before it does it. */
export function DangerZone({ settings }: { settings: WorkspaceSettings }) {
  const t = useTranslations('workspaces.one');
  const tList = useTranslations('workspaces.list');
  const { client, workspace } = useDesk();
  const router = useRouter();
  const mayArchive = useMay('workspace.archive');
  const mayGive = useMay('workspace.transfer');
  const { isBusy, problem, run } = useWorkspaceAction();
  const [email, setEmail] = useState('');
  const [isDeleting, setDeleting] = useState(false);
  const at = { workspaceId: workspace.id };
  const isArchived = settings.closed === 'archived';
  return (
    <div className="grid gap-6">
      {problem && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
      {mayArchive && (
        <div className="grid justify-items-start gap-2">
          <p className="text-quiet">{t('archiveDetail')}</p>
          <Button
            busy={isBusy}
            onClick={() =>
              void run(
                () =>
                  isArchived
                    ? client.workspaces.restore.mutate({ ...at, input: {} })
                    : client.workspaces.archive.mutate({ ...at, input: {} }),
                t(isArchived ? 'restored' : 'archived'),
              )
            }
          >
            {t(isArchived ? 'restore' : 'archive')}
          </Button>
        </div>
      )}
      {mayGive && settings.isLast && <p className="text-quiet">{t('last')}</p>}
      {mayGive && !settings.isLast && !isArchived && (
        <>
          <form
            method="post"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              void run(() => client.workspaces.askTransfer.mutate({ ...at, input: { email } }), t('transferDone')).then(
                (isDone) => isDone && setEmail(''),
              );
            }}
            className="grid max-w-md gap-3"
          >
            <p className="text-quiet">{t('transferDetail')}</p>
            <Field label={t('transferEmail')}>
              {(control) => (
                <TextInput
                  {...control}
                  type="email"
                  autoComplete="off"
                  value={email}
                  onChange={(event) => setEmail(event.target.value)}
                />
              )}
            </Field>
            <Button type="submit" busy={isBusy} disabled={email === ''} className="justify-self-start">
              {t('transferSubmit')}
            </Button>
          </form>
          <Button look="danger" onClick={() => setDeleting(true)} className="justify-self-start">
            {tList('delete')}
          </Button>
        </>
      )}
      <DeleteDialog
        of={isDeleting ? settings : null}
        onClose={() => {
          setDeleting(false);
          router.refresh();
        }}
      />
    </div>
  );
}
