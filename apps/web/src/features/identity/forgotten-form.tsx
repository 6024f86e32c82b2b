'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { AskByMail } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { fieldErrorKey } from './field-error.ts';

/** Asks for a link to a new password; what it says is the same whether the address has an account or not. */
export function ForgottenForm({ mailboxUrl }: { mailboxUrl: string | null }) {
  const t = useTranslations('identity.login.forgottenPage');
  const tLogin = useTranslations('identity.login');
  const tVerify = useTranslations('identity.verify');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(AskByMail), defaultValues: { email: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      await client.auth.askReset.mutate(input);
      setSentTo(input.email);
    } catch (error) {
      setFailure(error);
    }
  });
  if (sentTo)
    return (
      <div className="grid gap-5" role="status">
        <h1 className="font-serif text-display">{t('sentTitle')}</h1>
        <p className="text-body text-quiet">{t('sent', { email: sentTo })}</p>
        {mailboxUrl && (
          <Button asChild>
            <a href={mailboxUrl} target="_blank" rel="noreferrer">
              {tVerify('openMailbox')}
            </a>
          </Button>
        )}
        <Button size="large" asChild>
          <Link href="/login">{t('back')}</Link>
        </Button>
      </div>
    );
  return (
    <form method="post" onSubmit={(event) => void submit(event)} noValidate className="grid gap-5">
      <div className="grid gap-1.5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail')}</p>
      </div>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Field label={tLogin('email')} error={errors.email && tFields(fieldErrorKey(errors.email), { min: 1, max: 254 })}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register('email')}
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
          />
        )}
      </Field>
      <Button type="submit" look="primary" size="large" busy={isSubmitting}>
        {t('submit')}
      </Button>
      <Button look="quiet" asChild>
        <Link href="/login">{t('back')}</Link>
      </Button>
    </form>
  );
}
