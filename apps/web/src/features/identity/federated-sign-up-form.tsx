'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { SignUpFederated } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { type FieldError, useForm } from 'react-hook-form';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { BusinessFields } from './business-fields.tsx';
import { fieldErrorKey } from './field-error.ts';
import { keepPendingSignUp } from './pending-sign-up.ts';

type Claim = Awaited<ReturnType<TrpcClient['federation']['claim']['query']>>;

/** Opens an account for whoever an issuer has vouched for: what it said is filled in, the business is asked, a password is not. */
export function FederatedSignUpForm() {
  const t = useTranslations('identity.issuers.signUp');
  const tSignUp = useTranslations('identity.signup');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const locale = useLocale();
  const router = useRouter();
  const client = usePublicTrpc();
  const [claim, setClaim] = useState<Claim | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(SignUpFederated) });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const problem = (error: FieldError | undefined) => error && tFields(fieldErrorKey(error), { min: 1, max: 80 });

  useEffect(() => {
    client.federation.claim.query().then((found) => {
      form.setValue('name', found.name ?? '');
      form.setValue('email', found.email ?? '');
      setClaim(found);
    }, setFailure);
  }, [client, form.setValue]);

  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const { id, opened } = await client.federation.signUp.mutate({ ...input, locale, timeZone });
      // a full load on purpose: nothing of whoever was here before may live on in memory
      if (opened) return location.assign('/welcome');
      keepPendingSignUp({ id, email: input.email });
      router.push('/signup/verify');
    } catch (error) {
      setFailure(error);
      throw error;
    }
  });
  const other = (
    <p className="text-center">
      <Link href="/login" className="font-medium text-brand underline underline-offset-4">
        {t('other')}
      </Link>
    </p>
  );
  if (!claim)
    return failure === null ? null : (
      <div className="grid gap-5">
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
        {other}
      </div>
    );
  const issuer = claim.provider;
  return (
    <form method="post" onSubmit={(event) => void submit(event).catch(() => {})} noValidate className="grid gap-5">
      <div className="grid gap-1.5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail', { issuer })}</p>
      </div>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Field label={tSignUp('name')} error={problem(errors.name)}>
        {(control) => <TextInput {...control} {...form.register('name')} autoComplete="name" />}
      </Field>
      <Field
        label={tSignUp('email')}
        error={problem(errors.email)}
        hint={claim.isMailboxProven ? t('emailProven', { issuer }) : t('emailOpen')}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register('email')}
            type="email"
            autoComplete="email"
            readOnly={claim.isMailboxProven}
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
        {tSignUp('submit')}
      </Button>
      {other}
    </form>
  );
}
