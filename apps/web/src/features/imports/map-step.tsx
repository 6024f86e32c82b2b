'use client';

import { importPolicies, importTargets } from '@recado/core/imports/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useCountries } from '../shell/use-countries.ts';
import type { Import } from './one-import.tsx';
import { useImportsAction, useOwnFields } from './use-imports.ts';

const NEW = 'new';

/** What each column is, with what stands in it; a company's own field can be made on the way. */
export function MapStep({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = useImportsAction();
  const errorText = useErrorText();
  const own = useOwnFields();
  const [mapping, setMapping] = useState(one.mapping);
  const [country, setCountry] = useState(one.country ?? 'ES');
  const [policy, setPolicy] = useState(one.policy);
  const countries = useCountries();
  const put = (index: number, target: string) =>
    setMapping((held) => held.map((each, at) => (at === index ? target : each)));
  const choose = async (index: number, target: string) => {
    if (target !== NEW) return put(index, target);
    const label = (one.columns[index] ?? '').slice(0, 60);
    const found = own.data?.find((field) => field.label.toLowerCase() === label.toLowerCase());
    if (found) return put(index, `field:${found.id}`);
    await run(
      async (workspaceId) => {
        const made = await client.contacts.saveField.mutate({
          workspaceId,
          input: { label, type: 'text', options: [] },
        });
        await own.refetch();
        put(index, `field:${made.id}`);
      },
      undefined,
      'form',
    );
  };
  const hasKey = mapping.includes('phone') || mapping.includes('email');
  const check = () =>
    run(
      (workspaceId) =>
        client.imports.check.mutate({ workspaceId, input: { importId: one.id, mapping, country, policy } }),
      undefined,
      'form',
    );
  return (
    <form
      method="post"
      className="grid grid-cols-[minmax(0,1fr)] gap-6"
      onSubmit={(event) => {
        event.preventDefault();
        setFailure(null);
        void check();
      }}
    >
      <div className="grid gap-1">
        <h2 className="font-serif text-title">{t('map.title')}</h2>
        <p className="max-w-xl text-quiet">{t('map.hint')}</p>
      </div>
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {one.columns.map((column, index) => {
          const example = one.sample.map((row) => row[index] ?? '').find((cell) => cell !== '');
          return (
            <li
              key={column}
              className="grid gap-2 border-b py-3 last:border-b-0 sm:grid-cols-2 sm:items-center sm:gap-4"
            >
              <span className="grid min-w-0">
                <span className="wrap-anywhere font-medium">{column}</span>
                <span className="truncate text-dense text-quiet">
                  {example ? t('map.example', { value: example }) : t('map.empty')}
                </span>
              </span>
              <SelectInput
                aria-label={t('map.target', { column })}
                value={mapping[index]}
                disabled={isBusy}
                onChange={(event) => void choose(index, event.target.value)}
              >
                {importTargets.map((target) => (
                  <option key={target} value={target}>
                    {t(`targets.${target}`)}
                  </option>
                ))}
                {own.data?.map((field) => (
                  <option key={field.id} value={`field:${field.id}`}>
                    {field.label}
                  </option>
                ))}
                <option value={NEW}>{t('map.newField')}</option>
              </SelectInput>
            </li>
          );
        })}
      </ul>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('map.country')}>
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
        <Field label={t('map.policy')} hint={t('map.policyHint')}>
          {(control) => (
            <SelectInput
              {...control}
              value={policy}
              onChange={(event) => setPolicy(event.target.value as (typeof importPolicies)[number])}
            >
              {importPolicies.map((each) => (
                <option key={each} value={each}>
                  {t(`map.policies.${each}`)}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      {!hasKey && <Notice tone="attention">{t('map.noKey')}</Notice>}
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Button type="submit" look="primary" className="justify-self-start" busy={isBusy} disabled={!hasKey}>
        {t('map.check')}
      </Button>
    </form>
  );
}
