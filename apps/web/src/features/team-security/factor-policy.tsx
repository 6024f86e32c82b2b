'use client';

import { factorPolicies, type Policies, type TeamMember } from '@recado/core/policies/contract';
import { Button } from '@recado/ui/button';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { PolicyForm, useSavePolicy } from './policy-form.tsx';
import { whoIsAsked } from './protection.ts';

/** Whom the account asks for a second step, and who of them has none yet. */
export function FactorPolicy({
  policies,
  people,
  mayChange,
}: {
  policies: Policies;
  people: readonly TeamMember[];
  mayChange: boolean;
}) {
  const t = useTranslations('teamSecurity.factor');
  const locale = useLocale();
  const errorText = useErrorText();
  const name = useId();
  const [chosen, setChosen] = useState(policies.twoFactor);
  const { isBusy, failure, setFailure, save } = useSavePolicy(policies);
  const asked = whoIsAsked(people, chosen);
  const names = new Intl.ListFormat(locale, { type: 'conjunction' }).format(asked.map((each) => each.name));
  const isOwnLacking = failure !== null && wireErrorOf(failure).code === 'policies.needsOwnFactor';
  return (
    <PolicyForm
      id="second-step"
      title={t('title')}
      detail={t('detail')}
      isChanged={chosen !== policies.twoFactor}
      isBusy={isBusy}
      onSave={() => void save({ twoFactor: chosen })}
      effect={
        chosen === 'nobody' ? (
          <p>{t('effectOff')}</p>
        ) : (
          <p>{t('effect', { count: asked.length, names, scope: chosen })}</p>
        )
      }
      problem={
        failure !== null && (
          <Notice
            tone="danger"
            live="assertive"
            action={
              isOwnLacking && (
                <Button asChild size="small">
                  <Link href="/settings/two-factor">{t('ownDo')}</Link>
                </Button>
              )
            }
          >
            {isOwnLacking ? t('own') : errorText(failure)}
          </Notice>
        )
      }
    >
      <fieldset className="grid min-w-0 gap-2" disabled={!mayChange}>
        <legend className="sr-only">{t('title')}</legend>
        {factorPolicies.map((each) => (
          <ChoiceCard
            key={each}
            name={name}
            value={each}
            title={t(each)}
            detail={t(`${each}Detail`)}
            checked={chosen === each}
            disabled={!mayChange}
            onChange={() => {
              setFailure(null);
              setChosen(each);
            }}
          />
        ))}
      </fieldset>
    </PolicyForm>
  );
}
