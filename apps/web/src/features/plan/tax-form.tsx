'use client';

import type { TaxDetails } from '@recado/core/billing/contract';
import { isInUnion } from '@recado/core/billing/rules';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useCountries } from '../shell/use-countries.ts';
import { useBillingAction } from './use-billing.ts';

const FIELDS = [
  ['name', 'organization'],
  ['taxId', 'off'],
  ['line1', 'address-line1'],
  ['line2', 'address-line2'],
  ['postcode', 'postal-code'],
  ['city', 'address-level2'],
] as const;
type FieldName = (typeof FIELDS)[number][0];
const NEEDED: ReadonlySet<FieldName> = new Set(['name', 'line1', 'city']);
/** The field that a refusal is about. */
const ABOUT: Readonly<Record<string, FieldName>> = {
  'billing.taxIdWrong': 'taxId',
  'billing.postcodeWrong': 'postcode',
};

/** Says whom invoices are made out to; what is wrong is said at its field. */
export function TaxForm({ details, onClose }: { details: TaxDetails | null; onClose: () => void }) {
  const t = useTranslations('plan.tax');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const { isBusy, failure, run } = useBillingAction();
  const [country, setCountry] = useState(details?.country ?? 'ES');
  const [held, setHeld] = useState<Record<FieldName, string>>({
    ...{ name: details?.name ?? '', taxId: details?.taxId ?? '', line1: details?.line1 ?? '' },
    ...{ line2: details?.line2 ?? '', postcode: details?.postcode ?? '', city: details?.city ?? '' },
  });
  const [isTried, setTried] = useState(false);
  const countries = useCountries();
  const kind = country === 'ES' ? 'es' : isInUnion(country) ? 'union' : 'other';
  const refused = failure ? ABOUT[wireErrorOf(failure).code] : undefined;
  const lacks = (name: FieldName) => NEEDED.has(name) && held[name].trim() === '';
  const wrong = (name: FieldName): string | undefined => {
    if (isTried && lacks(name)) return t('required');
    return failure && refused === name ? errorText(failure) : undefined;
  };
  const submit = async () => {
    setTried(true);
    if (FIELDS.some(([name]) => lacks(name))) return;
    const input = { ...held, country: country as 'ES' };
    const isDone = await run(
      (workspaceId) => client.billing.saveTax.mutate({ workspaceId, input }),
      t('saved'),
      'form',
    );
    if (isDone) onClose();
  };
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      className="grid max-w-md grid-cols-[minmax(0,1fr)] gap-5"
    >
      <Field label={t('country')}>
        {(control) => (
          <SelectInput {...control} value={country} onChange={(event) => setCountry(event.target.value)}>
            {countries.map(([code, name]) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      {FIELDS.map(([name, fills]) => (
        <Field
          key={name}
          label={name === 'taxId' ? t(`taxId.${kind}`) : t(name)}
          error={wrong(name)}
          {...(name === 'taxId' && { hint: t(`taxIdHint.${kind}`) })}
        >
          {(control) => (
            <TextInput
              {...control}
              value={held[name]}
              autoComplete={fills}
              onChange={(event) => setHeld((all) => ({ ...all, [name]: event.target.value }))}
            />
          )}
        </Field>
      ))}
      {failure && !refused ? (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={isBusy}>
          {t('save')}
        </Button>
        <Button onClick={onClose}>{tCommon('cancel')}</Button>
      </div>
    </form>
  );
}
