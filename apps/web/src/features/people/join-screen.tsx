'use client';

import type { Invitation, JoinAsNewcomer } from '@recado/core/identity/contract';
import { emailKey } from '@recado/core/identity/rules';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import { LogIn } from '../identity/log-in.tsx';
import { takeFragment } from '../identity/take-fragment.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import type { PublicConfig } from '../session/read-viewer.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { keepPreference } from '../shell/keep-preference.ts';
import { NewcomerForm } from './newcomer-form.tsx';
import { useRoleText } from './use-role-text.ts';

/**
 * What the link of an invitation leads to. Its secret is taken out of the address at once and lives in this page alone; opening it changes
 * nothing. Whoever is in joins by one press, whoever has an account logs in right here, and a newcomer makes one.
 */
export function JoinScreen({
  own,
  config,
}: {
  /** The address of whoever is in, or null. */
  own: string | null;
  config: Pick<PublicConfig, 'mailboxUrl' | 'hasTexts' | 'issuers'>;
}) {
  const t = useTranslations('people.join');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const isStarted = useRef(false);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [inAs, setInAs] = useState(own);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  const read = useCallback(async () => {
    setFailure(null);
    // what is no secret of ours needs no question
    if (token.current.length !== 43) return setInvitation({ state: 'gone' });
    await client.invitations.read.mutate({ token: token.current }).then(setInvitation, setFailure);
  }, [client]);
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    token.current = takeFragment();
    void read();
  }, [read]);

  const enter = (workspaceId: string) => {
    keepPreference('workspace', workspaceId);
    location.assign('/');
  };
  const attempt = async (act: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(error);
      setBusy(false);
      throw error;
    }
  };
  const accept = () =>
    attempt(async () => enter((await client.invitations.accept.mutate({ token: token.current })).workspaceId)).catch(
      read,
    );
  const logOut = () =>
    attempt(async () => {
      await client.auth.logOut.mutate();
      setInAs(null);
      setBusy(false);
    }).catch(() => {});
  const join = (input: Omit<z.input<typeof JoinAsNewcomer>, 'token'>) =>
    attempt(async () => enter((await client.invitations.join.mutate({ ...input, token: token.current })).workspaceId));

  const problem = failure !== null && (
    <Notice tone="danger" live="assertive">
      {errorText(failure)}
    </Notice>
  );
  if (!invitation)
    return (
      <div className="grid gap-5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        {problem || (
          <Loading label={t('checking')} className="grid gap-3">
            <Skeleton className="h-6" />
            <Skeleton className="h-12" />
          </Loading>
        )}
        {problem && <Button onClick={() => void read()}>{tCommon('retry')}</Button>}
      </div>
    );
  if (invitation.state !== 'open') return <Over invitation={invitation} />;
  const { email, workspace } = invitation;
  if (inAs !== null && emailKey(inAs) !== emailKey(email))
    return (
      <div className="grid gap-5">
        <h1 className="font-serif text-display">{t('otherTitle')}</h1>
        <p className="wrap-anywhere text-body text-quiet">{t('other', { email, own: inAs })}</p>
        {problem}
        <Button look="primary" size="large" busy={isBusy} onClick={() => void logOut()}>
          {t('leaveAndGo')}
        </Button>
        <Button size="large" asChild>
          <a href="/inbox">{t('stay')}</a>
        </Button>
      </div>
    );
  if (inAs !== null)
    return (
      <div className="grid gap-5">
        <Heading invitation={invitation} />
        {problem}
        <Button look="primary" size="large" busy={isBusy} onClick={() => void accept()}>
          {t('enter')}
        </Button>
        <p className="wrap-anywhere text-center text-quiet">{t('asYou', { email: inAs })}</p>
      </div>
    );
  if (invitation.hasAccount)
    return (
      <div className="grid gap-6">
        <Heading invitation={invitation}>{t('logIn', { email, workspace })}</Heading>
        {problem}
        <LogIn
          mailboxUrl={config.mailboxUrl}
          hasTexts={config.hasTexts}
          // an issuer would send the browser elsewhere, and the secret lives in this page alone
          issuers={[]}
          from={null}
          email={email}
          onIn={() => {
            setInAs(email);
            void accept();
          }}
        />
      </div>
    );
  return (
    <div className="grid gap-6">
      <Heading invitation={invitation}>{t('newcomer', { email })}</Heading>
      {problem}
      <NewcomerForm email={email} workspace={workspace} onJoin={join} />
    </div>
  );
}

type Open = Extract<Invitation, { state: 'open' }>;

function Heading({ invitation, children }: { invitation: Open; children?: ReactNode }) {
  const t = useTranslations('people.join');
  const roleText = useRoleText([]);
  const { invitedBy, workspace, role, roleName } = invitation;
  return (
    <div className="grid gap-2">
      <span aria-hidden className="h-1.5 w-12 rounded-full" style={{ background: invitation.color }} />
      <h1 className="wrap-anywhere font-serif text-display">{t('heading', { inviter: invitedBy, workspace })}</h1>
      <p className="wrap-anywhere text-body text-quiet">
        {t('as', { role: roleName ?? roleText(role, null).name.toLowerCase() })} {children}
      </p>
    </div>
  );
}

/** Why nothing can be made of it any more, and whom to ask. */
function Over({ invitation }: { invitation: Exclude<Invitation, Open> }) {
  const t = useTranslations('people.join');
  const of = {
    workspace: 'workspace' in invitation ? invitation.workspace : '',
    inviter: 'invitedBy' in invitation ? invitation.invitedBy : '',
  };
  return (
    <div className="grid gap-5">
      <h1 className="wrap-anywhere font-serif text-display">{t(`${invitation.state}.title`, of)}</h1>
      <p className="wrap-anywhere text-body text-quiet">{t(`${invitation.state}.detail`, of)}</p>
      <Button size="large" asChild>
        <a href="/login">{t('toLogin')}</a>
      </Button>
    </div>
  );
}
