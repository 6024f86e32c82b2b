'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';

const codeLength = 6;

/** The code from a text, as the way in or as the step after another. A full code is checked without a further press. */
export function TextCodeForm({
  pending,
  mailboxUrl,
  failure: given,
  onStep,
  onOver,
  onOtherWay,
}: {
  pending: PendingLogIn;
  mailboxUrl: string | null;
  /** Why no code left, when asking for it failed. */
  failure: unknown;
  onStep: (step: LogInStep) => void;
  /** Nothing is left of this login, with the reason. */
  onOver: (failure: unknown) => void;
  onOtherWay: () => void;
}) {
  const t = useTranslations('identity.login.text');
  const tVerify = useTranslations('identity.verify');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isResent, setResent] = useState(false);
  const [resendAt, setResendAt] = useState(() => Date.now() + pending.resendTextInMs);
  const secondsLeft = useSecondsLeft(resendAt);

  /** What a refused step means here: this login may be over. */
  const refuse = (error: unknown) => {
    const { code: reason } = wireErrorOf(error);
    if (reason === 'identity.attemptGone' || reason === 'identity.attemptSpent') return onOver(error);
    setFailure(error);
    setCode('');
    setBusy(false);
  };
  const check = async (typed: string) => {
    if (isBusy) return;
    if (typed.length !== codeLength) return setFailure('short');
    setBusy(true);
    setFailure(null);
    setResent(false);
    await client.auth.proveTextCode.mutate({ code: typed }).then(onStep, refuse);
  };
  const resend = async () => {
    setFailure(null);
    setResent(false);
    try {
      const step = await client.auth.sendText.mutate();
      setResent(true);
      if ('resendTextInMs' in step) setResendAt(Date.now() + step.resendTextInMs);
    } catch (error) {
      refuse(error);
    }
  };
  const shown = failure ?? given;
  return (
    <form
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void check(code);
      }}
    >
      <div className="grid gap-1.5">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">
          {pending.phone ? t('detail', { phone: pending.phone }) : t('detailUnknown')}
        </p>
      </div>
      {mailboxUrl && (
        <div className="grid gap-2">
          <p className="text-dense text-quiet">{t('demo')}</p>
          <Button asChild>
            <a href={mailboxUrl} target="_blank" rel="noreferrer">
              <ExternalLink size={16} aria-hidden />
              {tVerify('openMailbox')}
            </a>
          </Button>
        </div>
      )}
      {isResent && (
        <Notice tone="good" live="polite">
          {tVerify('resent')}
        </Notice>
      )}
      <Field
        label={t('label')}
        error={shown === 'short' ? tFields('code') : shown !== null ? errorText(shown) : undefined}
        hint={t('why')}
      >
        {(control) => (
          <CodeInput
            {...control}
            length={codeLength}
            value={code}
            autoFocus
            onValue={(typed) => {
              setCode(typed);
              if (typed.length === codeLength) void check(typed);
            }}
          />
        )}
      </Field>
      <Button type="submit" look="primary" size="large" busy={isBusy}>
        {t('submit')}
      </Button>
      <div className="grid justify-items-center gap-2 text-quiet">
        {secondsLeft > 0 ? (
          <p className="tabular">{tVerify('resendIn', { seconds: secondsLeft })}</p>
        ) : (
          <Button look="quiet" onClick={() => void resend()}>
            {tVerify('resend')}
          </Button>
        )}
        <Button look="quiet" onClick={onOtherWay}>
          {t('otherWay')}
        </Button>
      </div>
    </form>
  );
}
