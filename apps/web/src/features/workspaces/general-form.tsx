'use client';

import { industries } from '@recado/core/identity/contract';
import { UpdateWorkspace, type WorkspaceSettings } from '@recado/core/workspaces/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { languageOptions } from '../shell/language-options.ts';
import { useWorkspaceAction } from './use-workspaces.ts';

/** What a workspace is called and speaks, what it does, and what its clocks show. */
export function GeneralForm({ settings }: { settings: WorkspaceSettings }) {
  const t = useTranslations('workspaces.one');
  const tTrade = useTranslations('identity.signup.industries');
  const tFields = useTranslations('identity.fields');
  const { client, workspace } = useDesk();
  const { isBusy, problem, run } = useWorkspaceAction();
  const [name, setName] = useState(settings.name);
  const [industry, setIndustry] = useState(settings.industry);
  const [locale, setLocale] = useState(settings.locale);
  const [timeZone, setTimeZone] = useState(settings.timeZone);
  const zones = useMemo(
    () => [...new Set([settings.timeZone, ...Intl.supportedValuesOf('timeZone')])].sort(),
    [settings.timeZone],
  );
  const isNamed = UpdateWorkspace.safeParse({ name }).success;
  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isNamed) return;
        const input = { name, industry, locale, timeZone } as Parameters<
          typeof client.workspaces.update.mutate
        >[0]['input'];
        void run(() => client.workspaces.update.mutate({ workspaceId: workspace.id, input }), t('saved'));
      }}
      className="grid max-w-md gap-5"
    >
      <Field label={t('name')} error={isNamed ? problem : tFields('required')}>
        {(control) => <TextInput {...control} value={name} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <Field label={t('industry')}>
        {(control) => (
          <SelectInput {...control} value={industry} onChange={(event) => setIndustry(event.target.value)}>
            {industries.map((each) => (
              <option key={each} value={each}>
                {tTrade(each)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Field label={t('language')}>
        {(control) => (
          <SelectInput {...control} value={locale} onChange={(event) => setLocale(event.target.value)}>
            {languageOptions.map(({ value, label }) => (
              <option key={value} value={value} lang={value}>
                {label}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Field label={t('timeZone')}>
        {(control) => (
          <SelectInput {...control} value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Button type="submit" look="primary" busy={isBusy} className="justify-self-start">
        {t('save')}
      </Button>
    </form>
  );
}
