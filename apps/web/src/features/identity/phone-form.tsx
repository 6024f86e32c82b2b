'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { AskByPhone, type LogInStep } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useForm } from 'react-hook-form';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';

/** A number instead of an address: whose it is, if anybody's, is not said. */
export function PhoneForm({
  failure,
  onFailure,
  onStep,
  onOtherWay,
}: {
  failure: unknown;
  onFailure: (failure: unknown) => void;
  onStep: (step: LogInStep) => void;
  onOtherWay: () => void;
}) {
  const t = useTranslations('identity.login.phone');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const form = useForm({ resolver: zodResolver(AskByPhone), defaultValues: { phone: '' } });
  const { errors, isSubmitting } = form.formState;
  const isOfField = failure !== null && wireErrorOf(failure).code === 'identity.phoneInvalid';
  const submit = form.handleSubmit(async (input) => {
    onFailure(null);
    await client.auth.logInByPhone.mutate(input).then(onStep, (error) => {
      onFailure(error);
      form.setFocus('phone');
    });
  });
  return (
    <form method="post" noValidate className="grid gap-5" onSubmit={(event) => void submit(event)}>
      <div className="grid gap-1.5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail')}</p>
      </div>
      {failure !== null && !isOfField && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Field
        label={t('label')}
        hint={t('hint')}
        error={errors.phone ? tFields('phone') : isOfField ? errorText(failure) : undefined}
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
      <Button type="submit" look="primary" size="large" busy={isSubmitting}>
        {t('submit')}
      </Button>
      <Button look="quiet" onClick={onOtherWay}>
        {t('otherWay')}
      </Button>
    </form>
  );
}
