'use client';

import { type CustomRoleRow, givable, type Permission } from '@recado/core/access/contract';
import { completeRights } from '@recado/core/access/rules';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useRights } from '../session/use-may.ts';
import { usePeopleAction } from './use-people.ts';

/** A role's name and rights to tick. What a right leans on is ticked with it; what the reader lacks they cannot give. */
export function RoleEditor({ role, onClose }: { role: CustomRoleRow | null; onClose: () => void }) {
  const t = useTranslations('people.ownRoles');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const mine = useRights();
  const { isBusy, failure, setFailure, run } = usePeopleAction();
  const [name, setName] = useState(role?.name ?? '');
  const [ticked, setTicked] = useState<readonly Permission[]>(
    completeRights(givable.filter((each) => role?.permissions.includes(each))),
  );
  const [isMissing, setMissing] = useState(false);
  const isOfName = failure !== null && wireErrorOf(failure).params.field === 'name';
  const tick = (right: Permission, isOn: boolean) =>
    // what leaned on a right goes with it
    setTicked((now) =>
      isOn
        ? completeRights([...now, right])
        : now.filter((each) => each !== right && !completeRights([each]).includes(right)),
    );
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={role ? t('editTitle') : t('newTitle')}
      closeLabel={tCommon('close')}
      {...(role && role.people > 0 ? { description: t('editNote', { count: role.people }) } : {})}
    >
      <form
        method="post"
        noValidate
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          if (name.trim() === '') return setMissing(true);
          const input = { roleId: role?.id ?? null, name, permissions: [...ticked] };
          const call = (workspaceId: string) => client.people.saveRole.mutate({ workspaceId, input });
          if (await run(call, t('saved'), 'form')) onClose();
        }}
      >
        {failure !== null && !isOfName && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('name')} error={isMissing ? t('missing') : isOfName ? errorText(failure) : undefined}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              maxLength={60}
              value={name}
              onChange={({ target }) => {
                setName(target.value);
                setMissing(false);
                setFailure(null);
              }}
            />
          )}
        </Field>
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">{t('permissions')}</legend>
          {givable.map((right) => {
            const isMine = mine.includes(right);
            // every role sees the workspace
            const isFixed = right === 'workspace.read' || !isMine;
            return (
              <Checkbox
                key={right}
                label={
                  <>
                    {t(`permission.${right}`)}
                    {!isMine && <span className="block text-dense text-quiet">{t('yours')}</span>}
                  </>
                }
                checked={ticked.includes(right)}
                disabled={isFixed}
                onChange={({ target }) => tick(right, target.checked)}
              />
            );
          })}
        </fieldset>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
