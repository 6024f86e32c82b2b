'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { takeFragment } from './take-fragment.ts';

/** Whoever had the address of an account objects to its change. Only a press of the button posts the link's secret. */
export function UndoEmailForm() {
  const t = useTranslations('identity.undoEmail');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const token = useRef('');
  const [state, setState] = useState<'ready' | 'no token' | 'busy' | 'gone' | 'done'>('ready');
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    token.current ||= takeFragment();
    if (token.current === '') setState('no token');
  }, []);

  const undo = async () => {
    setFailure(null);
    setState('busy');
    try {
      await client.auth.undoEmail.mutate({ token: token.current });
      setState('done');
    } catch (error) {
      if (wireErrorOf(error).code === 'identity.linkGone') return setState('gone');
      setFailure(error);
      setState('ready');
    }
  };
  const isDone = state === 'done';
  return (
    <div className="grid gap-5">
      <div className="grid gap-1.5" aria-live="polite">
        <h1 className="font-serif text-display">{isDone ? t('done') : t('title')}</h1>
        <p className="text-body text-quiet">{isDone ? t('doneDetail') : t('detail')}</p>
      </div>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {(state === 'no token' || state === 'gone') && (
        <Notice tone="danger" live="assertive">
          {state === 'gone' ? t('gone') : t('noToken')}
        </Notice>
      )}
      {(state === 'ready' || state === 'busy') && (
        <Button look="primary" size="large" busy={state === 'busy'} onClick={() => void undo()}>
          {t('submit')}
        </Button>
      )}
      <Link href="/login" className="text-center font-medium text-brand underline underline-offset-4">
        {t('logIn')}
      </Link>
    </div>
  );
}
