'use client';

import type { WorkspaceMatters as Matters } from '@recado/core/workspaces/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMatters, useWorkspaceAction } from './use-workspaces.ts';

/** What is under way about whole workspaces: offers to one's accounts, offers of one's own, and deletions that can be taken back. */
export function WorkspaceMatters() {
  const t = useTranslations('workspaces.list');
  const locale = useLocale();
  const { client } = useDesk();
  const { data } = useMatters();
  const { isBusy, problem, run } = useWorkspaceAction();
  if (!data) return null;
  const day = (at: string) => new Date(at).toLocaleDateString(locale, { day: 'numeric', month: 'long' });
  return (
    <>
      {problem && (
        <Notice tone="danger" live="assertive">
          {problem}
        </Notice>
      )}
      {data.offered.length > 0 && (
        <Section title={t('offered.title')} detail={t('offered.detail')}>
          {data.offered.map((offer) => (
            <Offer key={offer.id} offer={offer} accounts={data.accounts} isBusy={isBusy} run={run} />
          ))}
        </Section>
      )}
      {data.given.length > 0 && (
        <Section title={t('given.title')} detail={t('deleted.until', { date: day(data.given[0]?.expiresAt ?? '') })}>
          {data.given.map(({ workspaceId, workspaceName, email }) => (
            <div key={workspaceId} className="flex flex-wrap items-center justify-between gap-3">
              <p className="min-w-0">
                <span className="font-semibold">{workspaceName}</span>{' '}
                <span className="text-quiet">{t('given.to', { email })}</span>
              </p>
              <Button
                size="small"
                busy={isBusy}
                onClick={() =>
                  void run(
                    () => client.workspaces.withdrawTransfer.mutate({ workspaceId, input: {} }),
                    t('given.withdrawn'),
                  )
                }
              >
                {t('given.withdraw')}
              </Button>
            </div>
          ))}
        </Section>
      )}
      {data.deleted.length > 0 && (
        <Section title={t('deleted.title')} detail={t('deleted.detail')}>
          {data.deleted.map(({ id, name, purgedAfter }) => (
            <div key={id} className="flex flex-wrap items-center justify-between gap-3">
              <p className="min-w-0">
                <span className="font-semibold">{name}</span>{' '}
                <span className="text-quiet">{t('deleted.until', { date: day(purgedAfter) })}</span>
              </p>
              <Button
                size="small"
                busy={isBusy}
                onClick={() =>
                  void run(
                    () => client.workspaces.undoDeletion.mutate({ workspaceId: id, input: {} }),
                    t('deleted.undone', { name }),
                  )
                }
              >
                {t('deleted.undo')}
              </Button>
            </div>
          ))}
        </Section>
      )}
    </>
  );
}

function Offer({
  offer,
  accounts,
  isBusy,
  run,
}: {
  offer: Matters['offered'][number];
  accounts: Matters['accounts'];
  isBusy: boolean;
  run: ReturnType<typeof useWorkspaceAction>['run'];
}) {
  const t = useTranslations('workspaces.list.offered');
  const { client } = useDesk();
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const { id: transferId, workspaceId, workspaceName: name } = offer;
  return (
    <div className="grid gap-3">
      <p>
        <span className="font-semibold">{name}</span>{' '}
        <span className="text-quiet">{t('from', { by: offer.askedBy, from: offer.fromName })}</span>
      </p>
      <Field label={t('account')}>
        {(control) => (
          <SelectInput {...control} value={accountId} onChange={(event) => setAccountId(event.target.value)}>
            {accounts.map((account) => (
              <option key={account.id} value={account.id}>
                {`${account.name} (${account.used}/${account.limit ?? '∞'})`}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={isBusy}
          disabled={accountId === ''}
          onClick={() =>
            void run(
              () => client.workspaces.acceptTransfer.mutate({ workspaceId, input: { transferId, accountId } }),
              t('accepted', { name }),
            )
          }
        >
          {t('accept')}
        </Button>
        <Button
          busy={isBusy}
          onClick={() =>
            void run(() => client.workspaces.declineTransfer.mutate({ transferId }), t('declined', { name }))
          }
        >
          {t('decline')}
        </Button>
      </div>
    </div>
  );
}
