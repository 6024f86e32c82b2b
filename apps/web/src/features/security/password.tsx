'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { ChangePassword, PASSWORD_MIN } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { PasswordInput } from '@recado/ui/password-input';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { fieldErrorKey } from '../identity/field-error.ts';
import { usePasswordHint } from '../identity/use-password-hint.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { Section } from './section.tsx';
import { ownKeys, useFactors } from './use-own-account.ts';

/** The password of the account: another one, or the first for whoever comes in by mail only. */
export function Password() {
  const t = useTranslations('security.password');
  const factors = useFactors();
  const [isOpen, setOpen] = useState(false);
  const has = factors.data?.hasPassword ?? true;
  return (
    <Section
      title={t('title')}
      detail={has ? t('detail') : t('detailNone')}
      asked={factors}
      action={
        factors.data && !isOpen && <Button onClick={() => setOpen(true)}>{has ? t('change') : t('choose')}</Button>
      }
    >
      {isOpen && <NewPassword onDone={() => setOpen(false)} />}
    </Section>
  );
}

/** The present one is not asked for here: the server wants to know who it is, and then the dialog that every such act brings up asks. */
function NewPassword({ onDone }: { onDone: () => void }) {
  const t = useTranslations('security.password');
  const tFields = useTranslations('identity.fields');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const queries = useQueryClient();
  const { client, viewer } = useDesk();
  const { email, name } = viewer.person;
  const hint = usePasswordHint();
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(ChangePassword), defaultValues: { password: '' } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      const { ended } = await client.security.changePassword.mutate(input);
      toast(t('changed', { count: ended }));
      void queries.invalidateQueries({ queryKey: ownKeys.all });
      onDone();
    } catch (error) {
      setFailure(error);
      form.setFocus('password');
    }
  });
  return (
    <form method="post" noValidate onSubmit={(event) => void submit(event)} className="grid max-w-md gap-4">
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field
        label={t('new')}
        hint={hint(form.watch('password'), [email, name])}
        error={
          errors.password
            ? tFields(fieldErrorKey(errors.password), { min: PASSWORD_MIN, max: 256 })
            : failure !== null && errorText(failure)
        }
      >
        {(control) => (
          <PasswordInput
            {...control}
            {...form.register('password')}
            autoComplete="new-password"
            autoFocus
            showLabel={tCommon('showPassword')}
            hideLabel={tCommon('hidePassword')}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t('save')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {tCommon('cancel')}
        </Button>
      </div>
    </form>
  );
}
