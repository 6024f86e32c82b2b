'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useWorkspaceAction } from './use-workspaces.ts';

/** Deletes a workspace whose name is typed; says what happens and until when it can be taken back. */
export function DeleteDialog({ of, onClose }: { of: { id: string; name: string } | null; onClose: () => void }) {
  const t = useTranslations('workspaces.delete');
  const tCommon = useTranslations('common');
  const { client } = useDesk();
  const { isBusy, problem, setProblem, run } = useWorkspaceAction();
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    setProblem(null);
    onClose();
  };
  const name = of?.name ?? '';
  const submit = async () => {
    if (!of) return;
    const call = () => client.workspaces.delete.mutate({ workspaceId: of.id, input: { name: typed } });
    if (await run(call, t('done', { name }))) close();
  };
  return (
    <Dialog
      open={of !== null}
      onOpenChange={(open) => !open && close()}
      title={t('title', { name })}
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
        <Field label={t('name')} hint={name} error={problem}>
          {(control) => (
            <TextInput
              {...control}
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{tCommon('cancel')}</Button>
          <Button type="submit" look="danger" busy={isBusy}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
