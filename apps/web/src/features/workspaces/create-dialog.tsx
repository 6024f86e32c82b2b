'use client';

import { CREATED_AT_ONCE, NAME_LENGTH } from '@recado/core/workspaces/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextArea } from '@recado/ui/text-area';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ColorStripe } from './color-stripe.tsx';
import { useMatters, useWorkspaceAction } from './use-workspaces.ts';

/** Makes one workspace or many from a list of names, like one there is; shows them and the room that is left before anything is made. */
export function CreateDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTranslations('workspaces.create');
  const tCommon = useTranslations('common');
  const { client, viewer, workspace } = useDesk();
  const { isBusy, problem, setProblem, run } = useWorkspaceAction();
  const account = useMatters().data?.accounts.find(({ id }) => id === workspace.accountId);
  const [text, setText] = useState('');
  const [likeId, setLikeId] = useState(workspace.id);
  const siblings = viewer.workspaces.filter((each) => each.accountId === workspace.accountId);
  const like = siblings.find(({ id }) => id === likeId) ?? workspace;
  const names = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const isTwice = new Set(names.map((name) => name.toLowerCase())).size < names.length;
  const left = account && account.limit !== null ? Math.max(0, account.limit - account.used) : null;
  const over = left === null ? 0 : Math.max(0, names.length - left);
  const close = () => {
    setText('');
    setProblem(null);
    onClose();
  };
  const submit = async () => {
    const call = () => client.workspaces.create.mutate({ workspaceId: workspace.id, input: { names, likeId } });
    if (await run(call, t('done', { count: names.length }))) close();
  };
  const longLine = names.findIndex((name) => name.length > NAME_LENGTH) + 1;
  const complain = () => {
    if (longLine > 0) return t('long', { line: longLine, max: NAME_LENGTH });
    if (names.length > CREATED_AT_ONCE) return t('many', { max: CREATED_AT_ONCE });
    if (isTwice) return t('twice');
    return over > 0 ? t('over', { count: over, limit: account?.limit ?? 0 }) : problem;
  };
  const complaint = complain();
  const mayNot = names.length === 0 || (complaint !== null && complaint !== problem);
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(open) => !open && close()}
      title={t('title')}
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
        <Field label={t('names')} hint={left === null ? undefined : t('room', { left })} error={complaint}>
          {(control) => (
            <TextArea {...control} rows={4} value={text} onChange={(event) => setText(event.target.value)} />
          )}
        </Field>
        <Field label={t('like')} hint={t('likeHint')}>
          {(control) => (
            <SelectInput {...control} value={likeId} onChange={(event) => setLikeId(event.target.value)}>
              {siblings.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        <div className="grid gap-2">
          <p role="status" className="text-dense text-quiet">
            {t('preview', { count: names.length })}
          </p>
          <ul className="grid max-h-32 gap-1 overflow-y-auto">
            {names.map((name, n) => (
              // the same name may stand there twice while it is written
              <li key={n} className="flex items-center gap-2 text-dense">
                <ColorStripe of={like} className="h-4 w-1" />
                <span className="truncate">{name}</span>
              </li>
            ))}
          </ul>
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={close}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy} disabled={mayNot}>
            {t('submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
