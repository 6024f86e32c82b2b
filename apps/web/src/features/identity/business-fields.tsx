'use client';

import { industries, TERMS_VERSION } from '@recado/core/identity/contract';
import { Checkbox } from '@recado/ui/checkbox';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import type { UseFormRegisterReturn } from 'react-hook-form';
import { useOperator } from '../shell/operator.tsx';

type Name = 'business' | 'industry' | 'acceptsTerms';

/** What is asked of everybody who opens an account, however they proved who they are: the business, its trade and the terms. */
export function BusinessFields({
  register,
  problems,
}: {
  register: (name: Name) => UseFormRegisterReturn;
  /** What is wrong with each, in the person's language. */
  problems: Partial<Record<Name, string | undefined>>;
}) {
  const t = useTranslations('identity.signup');
  const { termsUrl, privacyUrl } = useOperator();
  return (
    <>
      <Field label={t('business')} error={problems.business}>
        {(control) => <TextInput {...control} {...register('business')} autoComplete="organization" />}
      </Field>
      <Field label={t('industry')} error={problems.industry}>
        {(control) => (
          <SelectInput {...control} {...register('industry')} defaultValue="">
            <option value="" disabled>
              {t('industryChoose')}
            </option>
            {industries.map((industry) => (
              <option key={industry} value={industry}>
                {t(`industries.${industry}`)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Checkbox
        {...register('acceptsTerms')}
        label={t('terms', { version: TERMS_VERSION.replaceAll('-', '\u2011') })}
        error={problems.acceptsTerms}
      />
      {(termsUrl || privacyUrl) && (
        <p className="flex flex-wrap gap-x-4 text-dense">
          {termsUrl && <LegalText href={termsUrl}>{t('readTerms')}</LegalText>}
          {privacyUrl && <LegalText href={privacyUrl}>{t('readPrivacy')}</LegalText>}
        </p>
      )}
    </>
  );
}

/** In a tab of its own, so that what is typed stays. */
function LegalText({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} target="_blank" rel="noreferrer" className="text-brand underline underline-offset-2">
      {children}
    </a>
  );
}
