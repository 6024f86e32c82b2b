'use client';

import type { LeadSource } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextArea } from '@recado/ui/text-area';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { TrpcClient } from './trpc-client.ts';
import { useErrorText } from './use-error-text.ts';

/** The way to a person of ours, beside an offer: a few words if they like, and the answer comes to their mailbox. */
export function TalkToUs({ client, source }: { client: TrpcClient; source: LeadSource }) {
  const t = useTranslations('identity.team.talk');
  const errorText = useErrorText();
  const [step, setStep] = useState<'offered' | 'writing' | 'sending' | 'sent' | 'again'>('offered');
  const [words, setWords] = useState('');
  const [failure, setFailure] = useState<unknown>(null);
  const send = async () => {
    setStep('sending');
    setFailure(null);
    try {
      const { isNew } = await client.plans.talkToUs.mutate({ source, words });
      setStep(isNew ? 'sent' : 'again');
    } catch (error) {
      setFailure(error);
      setStep('writing');
    }
  };
  if (step === 'offered')
    return (
      <Button size="large" onClick={() => setStep('writing')}>
        {t('ask')}
      </Button>
    );
  if (step === 'sent' || step === 'again')
    return (
      <p role="status" className="text-body">
        {t(step)}
      </p>
    );
  return (
    <form
      method="post"
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Field label={t('label')} hint={t('hint')} error={failure !== null ? errorText(failure) : undefined}>
        {(control) => (
          <TextArea
            {...control}
            value={words}
            maxLength={1000}
            autoFocus
            onChange={({ target }) => setWords(target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" busy={step === 'sending'}>
          {t('send')}
        </Button>
        <Button look="quiet" disabled={step === 'sending'} onClick={() => setStep('offered')}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  );
}
