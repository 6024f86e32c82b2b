'use client';

import type { CustomRoleRow, MemberRole } from '@recado/core/access/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { type ChosenRole, RoleChoices } from './role-choices.tsx';
import { type Person, usePeopleAction } from './use-people.ts';

/** Another role for somebody: each says what it is for, and what becoming or ceasing to be an owner means stands beside it. */
export function RoleDialog({
  person,
  own,
  onClose,
}: {
  person: Person;
  own: readonly CustomRoleRow[];
  onClose: () => void;
}) {
  const t = useTranslations('people');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, run } = usePeopleAction();
  const [chosen, setChosen] = useState<ChosenRole>({
    role: person.role as MemberRole,
    customRoleId: person.customRoleId,
  });
  const isSame = chosen.role === person.role && chosen.customRoleId === person.customRoleId;
  const { name, personId } = person;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('roleTitle', { name })}
      description={t('roleDetail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        className="mt-5 grid gap-5"
        onSubmit={async (event) => {
          event.preventDefault();
          if (isSame) return onClose();
          const call = (workspaceId: string) =>
            client.people.changeRole.mutate({ workspaceId, input: { personId, ...chosen } });
          if (await run(call, t('roleChanged', { name }), 'form')) onClose();
        }}
      >
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <RoleChoices label={t('invite.role')} own={own} value={chosen} withOwner onValue={setChosen} />
        {!isSame && chosen.role === 'owner' && <Notice tone="attention">{t('roleOwnerNote')}</Notice>}
        {!isSame && person.role === 'owner' && <Notice tone="attention">{t('unownNote')}</Notice>}
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
