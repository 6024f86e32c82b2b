'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { AskByMail } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { fieldErrorKey } from '../identity/field-error.ts';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { ContactCodeForm } from './contact-code-form.tsx';
import { type ContactAction, useContactAction, useOwnContact } from './use-own-contact.ts';

/** The address of the account, and its change: nothing happens before the new one has answered. */
export function OwnEmail() {
  const t = useTranslations('profile.mail');
  const router = useRouter();
  const { client } = useDesk();
  const contact = useOwnContact();
  const action = useContactAction();
  const [isOpen, setOpen] = useState(false);
  const [isLeft, setLeft] = useState(false);
  const start = (email: string) =>
    action.run(() => client.ownContact.startEmail.mutate({ email }), {
      after: () => {
        setOpen(false);
        setLeft(false);
      },
    });
  const waiting = isLeft ? null : contact.data?.pendingEmail;
  const isIdle = !isOpen && !waiting;
  return (
    <Section
      title={t('title')}
      detail={t('detail')}
      asked={contact}
      action={contact.data && isIdle && <Button onClick={() => setOpen(true)}>{t('change')}</Button>}
    >
      {contact.data && <p className="break-all font-medium text-body">{contact.data.email}</p>}
      {isOpen && (
        <NewEmail
          action={action}
          onEmail={start}
          onCancel={() => {
            action.forget();
            setOpen(false);
          }}
        />
      )}
      {waiting && !isOpen && (
        <ContactCodeForm
          waiting={waiting}
          sent={t('sent', { to: waiting.to })}
          isBusy={action.isBusy}
          failure={action.failure}
          onCode={(code) =>
            action.run(() => client.ownContact.confirmEmail.mutate({ code }), {
              told: t('done'),
              after: () => router.refresh(),
            })
          }
          onResend={() => void start(waiting.to)}
          onCancel={() => {
            action.forget();
            setLeft(true);
          }}
        />
      )}
    </Section>
  );
}

function NewEmail({
  action,
  onEmail,
  onCancel,
}: {
  action: ContactAction;
  onEmail: (email: string) => Promise<boolean>;
  onCancel: () => void;
}) {
  const t = useTranslations('profile.mail');
  const tCommon = useTranslations('common');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const form = useForm({ resolver: zodResolver(AskByMail), defaultValues: { email: '' } });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async ({ email }) => {
    if (!(await onEmail(email))) form.setFocus('email');
  });
  return (
    <form method="post" noValidate className="grid max-w-md gap-4" onSubmit={(event) => void submit(event)}>
      <Field
        label={t('label')}
        hint={t('hint')}
        error={
          errors.email
            ? tFields(fieldErrorKey(errors.email), { min: 1, max: 254 })
            : action.failure !== null && errorText(action.failure)
        }
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register('email')}
            type="email"
            inputMode="email"
            autoComplete="email"
            autoCapitalize="none"
            autoFocus
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
