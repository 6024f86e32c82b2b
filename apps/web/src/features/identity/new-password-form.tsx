'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { ChangePassword, PASSWORD_MIN } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { PasswordInput } from '@recado/ui/password-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useForm } from 'react-hook-form';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { fieldErrorKey } from './field-error.ts';
import { takeFragment } from './take-fragment.ts';
import { usePasswordHint } from './use-password-hint.ts';

/** The new password behind a link from the mail. It opens nothing: whoever set it logs in with it. */
export function NewPasswordForm() {
  const t = useTranslations('identity.login.newPassword');
  const passwordHint = usePasswordHint();
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(ChangePassword), defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;
  useEffect(() => {
    token.current ||= takeFragment();
  }, []);
  const submit = form.handleSubmit(async ({ password }) => {
    setFailure(null);
    try {
      await client.auth.resetPassword.mutate({ token: token.current, password });
      setDone(true);
    } catch (error) {
      setFailure(error);
    }
  });
  if (isDone)
    return (
      <div className="grid gap-5" role="status">
        <h1 className="font-serif text-display">{t('doneTitle')}</h1>
        <p className="text-body text-quiet">{t('done')}</p>
        <Button look="primary" size="large" asChild>
          <Link href="/login">{t('enter')}</Link>
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
      <Field
        label={t('password')}
        hint={passwordHint(form.watch('password'))}
        error={errors.password && tFields(fieldErrorKey(errors.password), { min: PASSWORD_MIN, max: 256 })}
      >
        {(control) => (
          <PasswordInput
            {...control}
            {...form.register('password')}
            autoComplete="new-password"
            showLabel={tCommon('showPassword')}
            hideLabel={tCommon('hidePassword')}
          />
        )}
      </Field>
      <Button type="submit" look="primary" size="large" busy={isSubmitting}>
        {t('submit')}
      </Button>
    </form>
  );
}
