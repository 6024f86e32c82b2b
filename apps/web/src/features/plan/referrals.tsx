'use client';

import { countsFrom, REFERRAL_DAYS, rewards, SHARE_PERCENT, WELCOME_PERCENT } from '@recado/core/billing/rules';
import { formatMoney } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { toast } from '@recado/ui/toaster';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ReferralClaim } from './referral-claim.tsx';
import { useBillingAction, useOwnBilling } from './use-billing.ts';

/** The account's own link, what it has for who comes by it, and how each of them stands. */
export function Referrals() {
  const t = useTranslations('plan.referrals');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, workspace } = useDesk();
  const isSold = useOwnBilling().data?.isSold === true;
  const { isBusy, run } = useBillingAction();
  const asked = useQuery({
    queryKey: ['billing', 'referrals', workspace.id],
    queryFn: () => client.billing.referrals.query({ workspaceId: workspace.id, input: {} }),
    enabled: isSold,
  });
  const [chosen, setChosen] = useState<(typeof rewards)[number] | null>(null);
  const [isCopyRefused, setCopyRefused] = useState(false);
  const { data } = asked;
  if (!isSold) return null;
  const days = { days: REFERRAL_DAYS, welcome: WELCOME_PERCENT };
  const day = (moment: string | Date) => new Date(moment).toLocaleDateString(locale, { dateStyle: 'long' });
  const reward = chosen ?? data?.reward ?? 'month';
  const link = data?.code ? `${window.location.origin}/signup?ref=${data.code}` : '';
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => {
        setCopyRefused(false);
        toast(t('copied'));
      },
      () => setCopyRefused(true),
    );
  const standing = ({ isWithdrawn, firstPaidAt, cents, currency }: NonNullable<typeof data>['rows'][number]) => {
    if (cents > 0) return t('given', { amount: formatMoney(cents, currency, locale) });
    if (isWithdrawn) return t('withdrawn');
    if (!firstPaidAt) return t('waiting');
    const from = countsFrom(new Date(firstPaidAt));
    return from > new Date() ? t('soon', { day: day(from) }) : t('counts');
  };
  return (
    <Section title={t('title')} detail={t('detail', days)} asked={asked}>
      {data && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
          {data.code && (
            <div className="flex flex-wrap items-end gap-2">
              <div className="min-w-0 flex-1 basis-72">
                <Field label={t('link')} error={isCopyRefused && t('copyFailed')}>
                  {(control) => (
                    <TextInput
                      {...control}
                      readOnly
                      className="font-mono"
                      value={link}
                      onFocus={({ target }) => target.select()}
                    />
                  )}
                </Field>
              </div>
              <Button onClick={() => void copy()}>{t('copy')}</Button>
            </div>
          )}
          <div className="grid gap-2">
            <div className="flex flex-wrap items-end gap-2">
              <div className="min-w-0 max-w-md flex-1 basis-72">
                <Field label={t('choose')}>
                  {(control) => (
                    <SelectInput
                      {...control}
                      value={reward}
                      onChange={(event) => setChosen(event.target.value as typeof reward)}
                    >
                      {rewards.map((each) => (
                        <option key={each} value={each}>
                          {t(each, { percent: SHARE_PERCENT })}
                        </option>
                      ))}
                    </SelectInput>
                  )}
                </Field>
              </div>
              <Button
                busy={isBusy}
                disabled={data.reward === reward}
                onClick={() =>
                  void run(
                    (workspaceId) => client.billing.chooseReward.mutate({ workspaceId, input: { reward } }),
                    t('saved'),
                  )
                }
              >
                {t(data.code ? 'change' : 'start')}
              </Button>
            </div>
            <p className="text-dense text-quiet">{t('kept')}</p>
          </div>
          {data.code && data.rows.length === 0 && <p className="text-quiet">{t('none')}</p>}
          {data.rows.length > 0 && (
            <ul aria-label={t('rows')} className="divide-y rounded-card border bg-surface">
              {data.rows.map((row) => (
                <li key={row.since} className="flex flex-wrap justify-between gap-x-4 gap-y-1 px-4 py-3">
                  <span>{t('came', { day: day(row.since) })}</span>
                  <span className="tabular text-quiet">{standing(row)}</span>
                </li>
              ))}
            </ul>
          )}
          {data.cameBy ? <p className="text-quiet">{t('by', days)}</p> : !data.hasPaid && <ReferralClaim />}
        </div>
      )}
    </Section>
  );
}
