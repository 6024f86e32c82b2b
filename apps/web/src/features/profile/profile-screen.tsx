'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { UpdateProfile } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { toast } from '@recado/ui/toaster';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { type FieldError, useForm } from 'react-hook-form';
import { fieldErrorKey } from '../identity/field-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { keepPreference } from '../shell/keep-preference.ts';
import { languageOptions } from '../shell/language-options.ts';
import { OwnEmail } from './own-email.tsx';
import { OwnKeys } from './own-keys.tsx';
import { OwnPhone } from './own-phone.tsx';
import { OwnPhoto } from './own-photo.tsx';

/** What a person is called, how they look and are spoken to, and where they are reached. */
export function ProfileScreen() {
  const t = useTranslations('profile');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const router = useRouter();
  const { client, viewer } = useDesk();
  const { name, locale, timeZone } = viewer.person;
  const [failure, setFailure] = useState<unknown>(null);
  const form = useForm({ resolver: zodResolver(UpdateProfile), defaultValues: { name, locale, timeZone } });
  const { errors, isSubmitting } = form.formState;
  const problem = (error: FieldError | undefined) =>
    error && (error.message === 'timeZone' ? tFields('timeZone') : tFields(fieldErrorKey(error), { min: 1, max: 80 }));
  const zones = useMemo(() => [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])].sort(), [timeZone]);

  const submit = form.handleSubmit(async (input) => {
    setFailure(null);
    try {
      const saved = await client.ownAccount.updateProfile.mutate(input);
      keepPreference('locale', saved.locale);
      form.reset({ name: saved.name, locale: saved.locale, timeZone: saved.timeZone });
      toast(t('saved'));
      router.refresh();
    } catch (error) {
      setFailure(error);
    }
  });
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">{t('detail')}</p>
        </div>
        <form
          onSubmit={(event) => void submit(event)}
          // sent before the page is awake, it must not write a name into the address
          method="post"
          noValidate
          className="grid max-w-md gap-5"
        >
          {failure !== null && (
            <Notice tone="danger" live="assertive">
              {errorText(failure)}
            </Notice>
          )}
          <Field label={t('name')} hint={t('nameHint')} error={problem(errors.name)}>
            {(control) => <TextInput {...control} {...form.register('name')} autoComplete="name" />}
          </Field>
          <Field label={t('language')} hint={t('languageHint')} error={problem(errors.locale)}>
            {(control) => (
              <SelectInput {...control} {...form.register('locale')}>
                {languageOptions.map(({ value, label }) => (
                  <option key={value} value={value} lang={value}>
                    {label}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
          <Field label={t('timeZone')} hint={t('timeZoneHint')} error={problem(errors.timeZone)}>
            {(control) => (
              // the zones of this browser may be others than the server's, which cannot be helped and harms nothing
              <SelectInput {...control} {...form.register('timeZone')}>
                {zones.map((zone) => (
                  <option key={zone} value={zone} suppressHydrationWarning>
                    {zone.replaceAll('_', ' ')}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
          <Button type="submit" look="primary" busy={isSubmitting} className="justify-self-start">
            {t('save')}
          </Button>
        </form>
        <OwnPhoto />
        <OwnEmail />
        <OwnPhone />
        <OwnKeys />
      </div>
    </main>
  );
}
