'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { LogIn, type LogInStep } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { PasswordInput } from '@recado/ui/password-input';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect } from 'react';
import { useForm } from 'react-hook-form';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { CaptchaNotice, useCaptcha } from './captcha.tsx';
import { fieldErrorKey } from './field-error.ts';
import { OrLine } from './issuer-buttons.tsx';

/** E-mail and password: one sentence for a wrong e-mail and for a wrong password, so that nobody learns which accounts exist. */
export function LogInForm({
  email,
  failure,
  onFailure,
  onStep,
  onByPhone,
  otherWays,
}: {
  /** Of whoever was here before and is expected back; null when nobody is. */
  email: string | null;
  failure: unknown;
  onFailure: (failure: unknown) => void;
  onStep: (step: LogInStep) => void;
  /** Goes on with a number instead; null where no texts leave. */
  onByPhone: (() => void) | null;
  /** What to log in with instead, below the code by mail. */
  otherWays?: ReactNode;
}) {
  const t = useTranslations('identity.login');
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const { isWorking, withCaptcha } = useCaptcha();
  const form = useForm({ resolver: zodResolver(LogIn), defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  const { setValue, setFocus } = form;
  useEffect(() => {
    if (!email) return;
    setValue('email', email);
    setFocus('password');
  }, [email, setValue, setFocus]);

  const submit = form.handleSubmit(async (input) => {
    onFailure(null);
    try {
      onStep(await withCaptcha((captcha) => client.auth.logIn.mutate({ ...input, captcha })));
    } catch (error) {
      onFailure(error);
      form.resetField('password');
      form.setFocus('password');
      throw error;
    }
  });
  const byMail = async () => {
    onFailure(null);
    if (!(await form.trigger('email', { shouldFocus: true }))) return;
    await client.auth.logInByMail.mutate({ email: form.getValues('email') }).then(onStep, onFailure);
  };
  return (
    // sent before the page is awake, a form writes its fields into the address unless it posts
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
      <Field label={t('email')} error={errors.email && tFields(fieldErrorKey(errors.email), { min: 1, max: 254 })}>
        {(control) => (
          <TextInput
            {...control}
            {...form.register('email')}
            type="email"
            autoComplete="username webauthn"
            inputMode="email"
            autoCapitalize="none"
          />
        )}
      </Field>
      <Field label={t('password')} error={errors.password && tFields('required')}>
        {(control) => (
          <PasswordInput
            {...control}
            {...form.register('password')}
            autoComplete="current-password"
            showLabel={tCommon('showPassword')}
            hideLabel={tCommon('hidePassword')}
          />
        )}
      </Field>
      <CaptchaNotice isWorking={isWorking} />
      <Button type="submit" look="primary" size="large" busy={isSubmitting || isSubmitSuccessful}>
        {t('submit')}
      </Button>
      <Button look="quiet" asChild>
        <Link href="/login/forgotten">{t('forgotten')}</Link>
      </Button>
      <OrLine />
      <div className="grid gap-2">
        <Button size="large" onClick={() => void byMail()}>
          {t('byMail')}
        </Button>
        {onByPhone && (
          <Button size="large" onClick={onByPhone}>
            {t('byPhone')}
          </Button>
        )}
        {otherWays}
      </div>
      <p className="text-center text-quiet">
        {t('noAccount')}{' '}
        <Link href="/signup" className="font-medium text-brand underline underline-offset-4">
          {t('signUp')}
        </Link>
      </p>
    </form>
  );
}
