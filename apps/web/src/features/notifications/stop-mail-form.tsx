'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { takeFragment } from '../identity/take-fragment.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';

/** The way out that a mail carries: one press, no login. Programs that open links in mails switch nothing off. */
export function StopMailForm() {
  const t = useTranslations('notifications.off');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const [state, setState] = useState<'ready' | 'no token' | 'busy' | 'done'>('ready');
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    token.current ||= takeFragment();
    if (token.current === '') setState('no token');
  }, []);
  const stop = async () => {
    setFailure(null);
    setState('busy');
    try {
      await client.notifications.stopMail.mutate({ token: token.current });
      setState('done');
    } catch (error) {
      setFailure(error);
      setState('ready');
    }
  };
  return (
    <div className="grid gap-5">
      <div className="grid gap-1.5" aria-live="polite">
        <h1 className="font-serif text-display">{state === 'done' ? t('done') : t('title')}</h1>
        <p className="text-body text-quiet">{state === 'done' ? t('doneDetail') : t('detail')}</p>
      </div>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {state === 'no token' && (
        <Notice tone="danger" live="polite">
          {t('noToken')}
        </Notice>
      )}
      {(state === 'ready' || state === 'busy') && (
        <Button look="primary" size="large" busy={state === 'busy'} onClick={() => void stop()}>
          {t('submit')}
        </Button>
      )}
      <Link href="/settings/notifications" className="text-center font-medium text-brand underline underline-offset-4">
        {t('settings')}
      </Link>
    </div>
  );
}
