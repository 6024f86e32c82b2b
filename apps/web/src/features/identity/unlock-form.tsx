'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';

/**
 * The way out of a locked account. The secret is in the fragment of the mail's link, which is taken out of the address at once; only a
 * press of the button posts it, so that programs which open links in mails use nothing up.
 */
export function UnlockForm() {
  const t = useTranslations('identity.unlock');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const [state, setState] = useState<'ready' | 'no token' | 'busy' | 'done'>('ready');
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    if (token.current === '') token.current = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    if (token.current === '') setState('no token');
  }, []);

  const unlock = async () => {
    setFailure(null);
    setState('busy');
    try {
      await client.auth.unlock.mutate({ token: token.current });
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
        <Button look="primary" size="large" busy={state === 'busy'} onClick={() => void unlock()}>
          {t('submit')}
        </Button>
      )}
      <Link href="/login" className="text-center font-medium text-brand underline underline-offset-4">
        {t('logIn')}
      </Link>
    </div>
  );
}
