'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { AskByPhone } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { ContactCodeForm } from './contact-code-form.tsx';
import { type ContactAction, useContactAction, useOwnContact } from './use-own-contact.ts';

/** The phone of the account: none, one that waits for its code, or one that people log in with. Not there at all where no texts leave. */
export function OwnPhone() {
  const t = useTranslations('profile.phone');
  const errorText = useErrorText();
  const { client } = useDesk();
  const contact = useOwnContact();
  const action = useContactAction();
  const [isOpen, setOpen] = useState(false);
  const [isLeft, setLeft] = useState(false);
  const [isRemoving, setRemoving] = useState(false);
  const { phone, hasTexts, pendingPhone } = contact.data ?? { phone: null, hasTexts: true, pendingPhone: null };
  if (!phone && !hasTexts) return null;
  const start = (typed: string) =>
    action.run(() => client.ownContact.startPhone.mutate({ phone: typed }), {
      after: () => {
        setOpen(false);
        setLeft(false);
      },
    });
  const remove = () => {
    setRemoving(false);
    void action.run(() => client.ownContact.removePhone.mutate(), { told: t('removed') });
  };
  const waiting = isLeft ? null : pendingPhone;
  const isIdle = !isOpen && !waiting;
  return (
    <Section
      title={t('title')}
      detail={hasTexts ? t('detail') : t('off')}
      asked={contact}
      action={
        contact.data &&
        isIdle && (
          <div className="flex flex-wrap gap-2">
            {hasTexts && <Button onClick={() => setOpen(true)}>{phone ? t('change') : t('add')}</Button>}
            {phone && (
              <Button look="quiet" busy={action.isBusy} onClick={() => setRemoving(true)}>
                {t('remove')}
              </Button>
            )}
          </div>
        )
      }
    >
      {contact.data && <p className={phone ? 'tabular font-medium text-body' : 'text-quiet'}>{phone ?? t('none')}</p>}
      {isIdle && action.failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(action.failure)}
        </Notice>
      )}
      {contact.data && hasTexts && <p className="max-w-xl text-dense text-quiet">{t('warning')}</p>}
      {isOpen && (
        <NewPhone
          action={action}
          onPhone={start}
          onCancel={() => {
            action.forget();
            setOpen(false);
          }}
        />
      )}
      {waiting && !isOpen && (
        <ContactCodeForm
          isText
          waiting={waiting}
          sent={t('sent', { to: waiting.to })}
          isBusy={action.isBusy}
          failure={action.failure}
          onCode={(code) => action.run(() => client.ownContact.confirmPhone.mutate({ code }), { told: t('done') })}
          onResend={() => void start(waiting.to)}
          onCancel={() => {
            action.forget();
            setLeft(true);
          }}
        />
      )}
      <ConfirmDialog
        open={isRemoving}
        setOpen={setRemoving}
        title={t('removeTitle')}
        detail={t('removeDetail')}
        confirm={t('remove')}
        look="danger"
        onConfirm={remove}
      />
    </Section>
  );
}

function NewPhone({
  action,
  onPhone,
  onCancel,
}: {
  action: ContactAction;
  onPhone: (phone: string) => Promise<boolean>;
  onCancel: () => void;
}) {
  const t = useTranslations('profile.phone');
  const tCommon = useTranslations('common');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(AskByPhone), defaultValues: { phone: '' } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ phone }) => {
    if (!(await onPhone(phone))) form.setFocus('phone');
  });
  return (
    <form method="post" noValidate className="grid max-w-md gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        label={t('label')}
        hint={t('hint')}
        error={errors.phone ? tFields('phone') : action.failure !== null && errorText(action.failure)}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register('phone')}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            autoFocus
            className="tabular"
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={action.isBusy}>
          {t('submit')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {tCommon('cancel')}
        </Button>
      </div>
    </form>
  );
}
