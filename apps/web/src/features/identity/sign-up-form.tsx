'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { PASSWORD_MIN, SignUp } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { PasswordInput } from '@recado/ui/password-input';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type FieldError, useForm } from 'react-hook-form';
import { keepReferral } from '../plan/referral-code.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { BusinessFields } from './business-fields.tsx';
import { fieldErrorKey } from './field-error.ts';
import { type Issuer, IssuerButtons, OrLine } from './issuer-buttons.tsx';
import { keepPendingSignUp } from './pending-sign-up.ts';
import { usePasswordHint } from './use-password-hint.ts';

/** Opens an account. A taken e-mail looks the same as a free one: its owner learns of it by mail. */
export function SignUpForm({ issuers }: { issuers: Issuer[] }) {
  const t = useTranslations('identity.signup');
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const locale = useLocale();
  const router = useRouter();
  const client = usePublicTrpc();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(SignUp) });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const password = form.watch('password') ?? '';
  const passwordHint = usePasswordHint();
  // whoever came by somebody's link says so once they have an account
  useEffect(keepReferral, []);
  const problem = (error: FieldError | undefined) =>
    error && tFields(fieldErrorKey(error), { min: PASSWORD_MIN, max: error.ref?.name === 'password' ? 256 : 80 });

  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const { id } = await client.auth.signUp.mutate({ ...input, locale, timeZone });
      keepPendingSignUp({ id, email: input.email });
      router.push('/signup/verify');
    } catch (error) {
      setFailure(error);
      if (wireErrorOf(error).params.field === 'password') form.setFocus('password');
      throw error;
    }
  });
  return (
    <form method="post" onSubmit={(event) => void submit(event).catch(() => {})} noValidate className="grid gap-5">
      <div className="grid gap-1.5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail')}</p>
      </div>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {issuers.length > 0 && (
        // before the form: whoever comes with an account does not fill it in
        <>
          <div className="grid gap-2">
            <IssuerButtons issuers={issuers} verb="with" onFailure={setFailure} />
          </div>
          <OrLine />
        </>
      )}
      <Field label={t('name')} error={problem(errors.name)}>
        {(control) => <TextInput {...control} {...form.register('name')} autoComplete="name" />}
      </Field>
      <Field label={t('email')} error={problem(errors.email)}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register('email')}
            type="email"
            autoComplete="email"
            inputMode="email"
            autoCapitalize="none"
          />
        )}
      </Field>
      <Field label={t('password')} error={problem(errors.password)} hint={passwordHint(password)}>
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
      <BusinessFields
        register={form.register}
        problems={{
          business: problem(errors.business),
          industry: problem(errors.industry),
          acceptsTerms: errors.acceptsTerms && tFields('terms'),
        }}
      />
      <Button type="submit" look="primary" size="large" busy={isSubmitting || isSubmitSuccessful}>
        {t('submit')}
      </Button>
      <p className="text-center text-quiet">
        {t('haveAccount')}{' '}
        <Link href="/login" className="font-medium text-brand underline underline-offset-4">
          {t('logIn')}
        </Link>
        {' · '}
        <Link href="/precios" className="font-medium text-brand underline underline-offset-4">
          {t('pricing')}
        </Link>
      </p>
    </form>
  );
}
