'use client';

import type { Policies, SetPolicies } from '@recado/core/policies/contract';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { teamSecurityKeys } from './use-team-security.ts';

/** Saves one policy and leaves the others as they are; what went wrong is the form's to show. */
export function useSavePolicy(policies: Policies) {
  const t = useTranslations('teamSecurity.policies');
  const { client } = useDesk();
  const { isBusy, failure, setFailure, run } = useAction([teamSecurityKeys.all]);
  const { twoFactor, idleMinutes, allowList } = policies;
  const save = (change: Partial<SetPolicies>) =>
    run(
      (workspaceId) =>
        client.policies.set.mutate({ workspaceId, input: { twoFactor, idleMinutes, allowList, ...change } }),
      t('saved'),
      'form',
    );
  return { isBusy, failure, setFailure, save };
}

/** One policy: what it is, its controls, and what its change does to people before it is saved. */
export function PolicyForm({
  id,
  title,
  detail,
  isChanged,
  isBusy,
  problem,
  effect,
  onSave,
  children,
}: {
  id: string;
  title: string;
  detail: string;
  isChanged: boolean;
  isBusy: boolean;
  /** Why it was not saved, or cannot be. */
  problem?: ReactNode;
  effect: ReactNode;
  onSave: () => void;
  children: ReactNode;
}) {
  const t = useTranslations('teamSecurity.policies');
  const heading = useId();
  return (
    <form
      id={id}
      method="post"
      noValidate
      aria-labelledby={heading}
      className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)] gap-4 border-t pt-6 first:border-t-0 first:pt-0"
      onSubmit={(event) => {
        event.preventDefault();
        onSave();
      }}
    >
      <div className="grid gap-1">
        <h3 id={heading} className="font-semibold text-body">
          {title}
        </h3>
        <p className="max-w-xl text-quiet">{detail}</p>
      </div>
      {children}
      {isChanged && (
        <div role="status" className="grid gap-1 rounded-card bg-brand-soft px-4 py-3">
          <p className="font-semibold">{t('happens')}</p>
          <div className="grid gap-1">{effect}</div>
        </div>
      )}
      {problem}
      {isChanged && (
        <Button type="submit" look="primary" busy={isBusy} className="justify-self-start">
          {t('save')}
        </Button>
      )}
    </form>
  );
}
