'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { JoinAsNewcomer, PASSWORD_MIN, TERMS_VERSION } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Field } from '@recado/ui/field';
import { PasswordInput } from '@recado/ui/password-input';
import { TextInput } from '@recado/ui/text-input';
import { useLocale, useTranslations } from 'next-intl';
import { type FieldError, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { fieldErrorKey } from '../identity/field-error.ts';
import { usePasswordHint } from '../identity/use-password-hint.ts';
import { wireErrorOf } from '../session/app-error.ts';

const Form = JoinAsNewcomer.omit({ token: true });

/** Name and password of somebody who is new; the address is the invitation's and proved by it. */
export function NewcomerForm({
  email,
  workspace,
  onJoin,
}: {
  email: string;
  workspace: string;
  onJoin: (input: z.input<typeof Form>) => Promise<void>;
}) {
  const t = useTranslations('people.join');
  const tSignUp = useTranslations('identity.signup');
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const form = useForm({ resolver: zodResolver(Form) });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const password = form.watch('password') ?? '';
  const passwordHint = usePasswordHint();
  const problem = (error: FieldError | undefined) =>
    error && tFields(fieldErrorKey(error), { min: PASSWORD_MIN, max: error.ref?.name === 'password' ? 256 : 80 });
  const submit = form.handleSubmit(async (input) => {
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      await onJoin({ ...input, locale, timeZone });
    } catch (error) {
      if (wireErrorOf(error).params.field === 'password') form.setFocus('password');
      throw error;
    }
  });
  return (
    <form method="post" onSubmit={(event) => void submit(event).catch(() => {})} noValidate className="grid gap-5">
      {/* for whoever keeps passwords: which account this one is for */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <Field label={t('name')} error={problem(errors.name)}>
        {(control) => <TextInput {...control} {...form.register('name')} autoComplete="name" />}
      </Field>
      <Field
        label={tSignUp('password')}
        error={problem(errors.password)}
        hint={passwordHint(password, [email, workspace])}
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
      <Checkbox
        {...form.register('acceptsTerms')}
        label={tSignUp('terms', { version: TERMS_VERSION.replaceAll('-', '\u2011') })}
        error={errors.acceptsTerms && tFields('terms')}
      />
      <Button type="submit" look="primary" size="large" busy={isSubmitting || isSubmitSuccessful}>
        {t('submit')}
      </Button>
    </form>
  );
}
