'use client';

import { NAME_LENGTH } from '@recado/core/workspaces/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useWorkspaceAction } from './use-workspaces.ts';

/** What the account is called: whoever is offered a business sees it, and so do invoices that name nobody else. */
export function RenameAccountDialog({ name, onClose }: { name: string; onClose: () => void }) {
  const t = useTranslations('workspaces.account');
  const tCommon = useTranslations('common');
  const { client, workspace } = useDesk();
  const { isBusy, problem, setProblem, run } = useWorkspaceAction();
  const [typed, setTyped] = useState(name);
  const submit = async () => {
    const wanted = typed.trim();
    if (!wanted) return setProblem(t('missing'));
    const call = () => client.workspaces.renameAccount.mutate({ workspaceId: workspace.id, input: { name: wanted } });
    if (await run(call, t('done', { name: wanted }))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('rename')}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        className="mt-5 grid gap-5"
      >
        <Field label={t('name')} error={problem}>
          {(control) => (
            <TextInput
              {...control}
              autoComplete="organization"
              maxLength={NAME_LENGTH}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
