'use client';

import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { keptReferral } from './referral-code.ts';
import { useBillingAction } from './use-billing.ts';

/** By whom the account came: the code of the link that it was opened by is there already. */
export function ReferralClaim() {
  const t = useTranslations('plan.referrals');
  const { client } = useDesk();
  const { isBusy, run } = useBillingAction();
  const [code, setCode] = useState('');
  useEffect(() => setCode(keptReferral()), []);
  return (
    <form
      method="post"
      noValidate
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void run((workspaceId) => client.billing.claimReferral.mutate({ workspaceId, input: { code } }), t('claimed'));
      }}
    >
      <div className="min-w-0 max-w-md flex-1 basis-72">
        <Field label={t('code')}>
          {(control) => <TextInput {...control} value={code} onChange={(event) => setCode(event.target.value)} />}
        </Field>
      </div>
      <Button type="submit" busy={isBusy} disabled={code.trim() === ''}>
        {t('claim')}
      </Button>
    </form>
  );
}
