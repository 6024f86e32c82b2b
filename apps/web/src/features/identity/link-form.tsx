'use client';

import type { PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { FactorForm } from './factor-form.tsx';
import { takeFragment } from './take-fragment.ts';

/** A link from the mail. Where it was asked for it goes on by itself; anywhere else it waits for a press. */
export function LinkForm() {
  const t = useTranslations('identity.login.link');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const isStarted = useRef(false);
  const [confirm, setConfirm] = useState<string | null>(null);
  const [pending, setPending] = useState<PendingLogIn | null>(null);
  const [isBusy, setBusy] = useState(true);
  const [failure, setFailure] = useState<unknown>(null);

  const open = useCallback(
    async (here: boolean) => {
      setBusy(true);
      try {
        const step = await client.auth.openLink.mutate({ token: token.current, here });
        if ('confirm' in step) setConfirm(step.confirm.mail);
        else if (step.needs.length === 0) return location.assign('/');
        else setPending(step as PendingLogIn);
      } catch (error) {
        setConfirm(null);
        setFailure(error);
      }
      setBusy(false);
    },
    [client],
  );
  useEffect(() => {
    if (isStarted.current) return;
    isStarted.current = true;
    token.current = takeFragment();
    void open(false);
  }, [open]);

  if (pending) return <FactorForm pending={pending} onStep={() => location.assign('/')} onOver={setFailure} />;
  return (
    <div className="grid gap-5">
      <h1 className="font-serif text-display">{t('title')}</h1>
      {isBusy && !confirm && <p className="text-body text-quiet">{t('checking')}</p>}
      {confirm && (
        <>
          <p className="text-body text-quiet">{t('confirm', { mail: confirm })}</p>
          <Button look="primary" size="large" busy={isBusy} onClick={() => void open(true)}>
            {t('here')}
          </Button>
        </>
      )}
      {failure !== null && (
        <>
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
          <Button size="large" asChild>
            <a href="/login">{t('again')}</a>
          </Button>
        </>
      )}
    </div>
  );
}
