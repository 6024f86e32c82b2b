'use client';

import { IDLE_LEAST, IDLE_MOST, type Policies, type TeamMember } from '@recado/core/policies/contract';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { PolicyForm, useSavePolicy } from './policy-form.tsx';

const usual = [IDLE_LEAST, 10, 15, 20, 30, IDLE_MOST];

/** How long a session of the account's people stays open without input. */
export function IdlePolicy({
  policies,
  people,
  mayChange,
}: {
  policies: Policies;
  people: readonly TeamMember[];
  mayChange: boolean;
}) {
  const t = useTranslations('teamSecurity.idle');
  const errorText = useErrorText();
  const [minutes, setMinutes] = useState(policies.idleMinutes);
  const { isBusy, failure, setFailure, save } = useSavePolicy(policies);
  const open = people.reduce((sum, { sessions }) => sum + sessions.length, 0);
  const choices = [...new Set([...usual, ...(policies.idleMinutes === null ? [] : [policies.idleMinutes])])].sort(
    (a, b) => a - b,
  );
  return (
    <PolicyForm
      id="idle"
      title={t('title')}
      detail={t('detail')}
      isChanged={minutes !== policies.idleMinutes}
      isBusy={isBusy}
      onSave={() => void save({ idleMinutes: minutes })}
      effect={
        <p>{minutes === null ? t('effectUsual', { count: open }) : t('effectShort', { count: open, minutes })}</p>
      }
      problem={
        failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )
      }
    >
      <div className="max-w-xs">
        <Field label={t('field')}>
          {(control) => (
            <SelectInput
              {...control}
              value={minutes ?? ''}
              disabled={!mayChange}
              onChange={({ target }) => {
                setFailure(null);
                setMinutes(target.value === '' ? null : Number(target.value));
              }}
            >
              <option value="">{t('usual')}</option>
              {choices.map((count) => (
                <option key={count} value={count}>
                  {t('minutes', { count })}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
    </PolicyForm>
  );
}
