'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';

const codeLength = 6;

/** The code from the mailbox, asked for where the browser is new to the person. A full code is checked without a further press. */
export function EmailCodeForm({
  pending,
  mailboxUrl,
  onStep,
  onOver,
  onText,
}: {
  pending: PendingLogIn;
  mailboxUrl: string | null;
  onStep: (step: LogInStep) => void;
  /** Back to the first step: asked for, or because nothing is left of this login; then with the reason. */
  onOver: (failure: unknown) => void;
  /** Has the code sent to the phone instead; null without one. */
  onText: (() => void) | null;
}) {
  const t = useTranslations('identity.login.code');
  const tVerify = useTranslations('identity.verify');
  const tText = useTranslations('identity.login.text');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const title = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isResent, setResent] = useState(false);
  const [resendAt, setResendAt] = useState(() => Date.now() + pending.resendInMs);
  const secondsLeft = useSecondsLeft(resendAt);
  useEffect(() => {
    // what it answers is no clean-up, and newer browsers answer something
    title.current?.scrollIntoView({ block: 'nearest' });
  }, []);

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
    await client.auth.proveEmailCode.mutate({ code: typed }).then(onStep, refuse);
  };
  const resend = async () => {
    setFailure(null);
    setResent(false);
    try {
      const step = await client.auth.resendCode.mutate();
      setResent(true);
      if ('resendInMs' in step) setResendAt(Date.now() + step.resendInMs);
    } catch (error) {
      refuse(error);
    }
  };
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
        <h1 ref={title} className="font-serif text-display">
          {t('title')}
        </h1>
        <p className="text-body text-quiet">
          {pending.mail
            ? t(pending.needs.includes('passkey') ? 'detailOrKey' : 'detail', { mail: pending.mail })
            : t('detailUnknown')}
        </p>
      </div>
      {mailboxUrl && (
        <Button asChild>
          <a href={mailboxUrl} target="_blank" rel="noreferrer">
            <ExternalLink size={16} aria-hidden />
            {tVerify('openMailbox')}
          </a>
        </Button>
      )}
      {isResent && (
        <Notice tone="good" live="polite">
          {tVerify('resent')}
        </Notice>
      )}
      <Field
        label={t('label')}
        error={failure === 'short' ? tFields('code') : failure !== null ? errorText(failure) : undefined}
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
        {onText && pending.phone && (
          <Button look="quiet" onClick={onText}>
            {tText('instead', { phone: pending.phone })}
          </Button>
        )}
        <Button look="quiet" onClick={() => onOver(null)}>
          {t('otherWay')}
        </Button>
      </div>
    </form>
  );
}
