'use client';

import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { ProductMark } from '../shell/product-mark.tsx';
import { useLogOut } from '../shell/use-log-out.ts';
import { useDesk } from './use-desk.ts';
import { useErrorText } from './use-error-text.ts';

/**
 * All that a workspace shows to whoever is outside of its account's addresses: why, what to ask for, and for an owner the way back. The session
 * lives, and other workspaces open as before.
 */
export function OutsideCard({
  address,
  isOwner,
  onAgain,
}: {
  address: string | null;
  isOwner: boolean;
  onAgain: () => void;
}) {
  const t = useTranslations('teamSecurity.outside');
  const tPerson = useTranslations('shell.person');
  const errorText = useErrorText();
  const { client, viewer, workspace, switchWorkspace } = useDesk();
  const logOut = useLogOut(client, viewer.person.id);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const pause = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await client.policies.pauseList.mutate({ workspaceId: workspace.id, input: {} });
      onAgain();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  const others = viewer.workspaces.filter(({ accountId }) => accountId !== workspace.accountId);
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div className="grid w-full max-w-md gap-4">
        <span className="text-brand">
          <ProductMark size={36} />
        </span>
        <div role="alert">
          <h1 ref={title} tabIndex={-1} className="font-serif text-display outline-none">
            {t('title')}
          </h1>
        </div>
        <p className="wrap-anywhere text-body text-quiet">
          {address
            ? t('detail', { workspace: workspace.name, address })
            : t('detailUnknown', { workspace: workspace.name })}
        </p>
        <p className="text-body text-quiet">{isOwner ? t('owner') : t('ask')}</p>
        {failure !== null && (
          <p role="alert" className="text-danger">
            {errorText(failure)}
          </p>
        )}
        {isOwner && (
          <Button look="primary" size="large" busy={isBusy} onClick={() => void pause()}>
            {t('pause')}
          </Button>
        )}
        <Button look={isOwner ? 'quiet' : 'primary'} size="large" onClick={onAgain}>
          {t('again')}
        </Button>
        {others.slice(0, 3).map((other) => (
          <Button key={other.id} look="quiet" onClick={() => switchWorkspace(other.id)}>
            {t('switch', { name: other.name })}
          </Button>
        ))}
        <Button look="quiet" onClick={() => void logOut()}>
          {tPerson('logOut')}
        </Button>
      </div>
    </main>
  );
}
