'use client';

import { type CustomRoleRow, InviteMember } from '@recado/core/access/contract';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { type ChosenRole, RoleChoices } from './role-choices.tsx';
import { type Seats, usePeopleAction } from './use-people.ts';

/** Whom to invite and as what. What one more costs stands above the button. */
export function InviteDialog({
  own,
  seats,
  onClose,
}: {
  own: readonly CustomRoleRow[];
  seats: Seats;
  onClose: () => void;
}) {
  const t = useTranslations('people.invite');
  const tSeats = useTranslations('people.seats');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const locale = useLocale();
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = usePeopleAction();
  const [email, setEmail] = useState('');
  const [isWrong, setWrong] = useState(false);
  const [chosen, setChosen] = useState<ChosenRole>({ role: 'agent', customRoleId: null });
  const isOfEmail = failure !== null && wireErrorOf(failure).params.field === 'email';
  const submit = async () => {
    if (!InviteMember.shape.email.safeParse(email).success) return setWrong(true);
    const input = { email, role: chosen.role as 'agent', customRoleId: chosen.customRoleId };
    const isDone = await run(
      (workspaceId) => client.people.invite.mutate({ workspaceId, input }),
      t('sent', { email: email.trim() }),
      'form',
    );
    if (isDone) onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} title={t('title')} description={t('detail')} closeLabel={tCommon('close')}>
      <form
        method="post"
        noValidate
        className="mt-5 grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {failure !== null && !isOfEmail && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        <Field label={t('email')} error={isWrong ? t('emailWrong') : isOfEmail ? errorText(failure) : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              inputMode="email"
              autoCapitalize="none"
              autoComplete="off"
              autoFocus
              value={email}
              onChange={({ target }) => {
                setEmail(target.value);
                setWrong(false);
                setFailure(null);
              }}
            />
          )}
        </Field>
        <RoleChoices label={t('role')} own={own} value={chosen} withOwner={false} onValue={setChosen} />
        {seats.nextCents > 0 && (
          <Notice tone="brand">
            {tSeats('next', { price: formatMoney(seats.nextCents, seats.currency, locale), interval: seats.interval })}
          </Notice>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t('send')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
