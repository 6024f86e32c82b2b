'use client';

import { SIGNUP_CODE_MINUTES } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';
import { forgetPendingSignUp, type PendingSignUp, readPendingSignUp } from './pending-sign-up.ts';

const codeLength = 6;
const resendAfterMs = 30_000;

/** Proves the e-mail by the code that went to it. A full code is checked without a further press. */
export function VerifyForm({ mailboxUrl }: { mailboxUrl: string | null }) {
  const t = useTranslations('identity.verify');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const router = useRouter();
  const client = usePublicTrpc();
  const [pending, setPending] = useState<PendingSignUp | null>(null);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isResent, setResent] = useState(false);
  const [resendAt, setResendAt] = useState(() => Date.now() + resendAfterMs);
  const secondsLeft = useSecondsLeft(resendAt);

  useEffect(() => {
    const stored = readPendingSignUp();
    if (stored) setPending(stored);
    else router.replace('/signup');
  }, [router]);

  const check = async (typed: string) => {
    if (!pending || isBusy) return;
    if (typed.length !== codeLength) return setFailure('short');
    setBusy(true);
    setFailure(null);
    try {
      await client.auth.verify.mutate({ id: pending.id, code: typed });
      forgetPendingSignUp();
      location.assign('/welcome');
    } catch (error) {
      setFailure(error);
      setCode('');
      setBusy(false);
    }
  };
  const resend = async () => {
    if (!pending) return;
    setFailure(null);
    setResent(false);
    try {
      await client.auth.resend.mutate({ id: pending.id });
      setResent(true);
      setResendAt(Date.now() + resendAfterMs);
    } catch (error) {
      setFailure(error);
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
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">
          {pending
            ? t('detail', { email: pending.email, minutes: SIGNUP_CODE_MINUTES })
            : t('detailUnknown', { minutes: SIGNUP_CODE_MINUTES })}
        </p>
      </div>
      {mailboxUrl && (
        <Button asChild>
          <a href={mailboxUrl} target="_blank" rel="noreferrer">
            <ExternalLink size={16} aria-hidden />
            {t('openMailbox')}
          </a>
        </Button>
      )}
      {isResent && (
        <Notice tone="good" live="polite">
          {t('resent')}
        </Notice>
      )}
      <Field
        label={t('code')}
        error={failure === 'short' ? tFields('code') : failure !== null ? errorText(failure) : undefined}
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
          <p className="tabular">{t('resendIn', { seconds: secondsLeft })}</p>
        ) : (
          <Button look="quiet" onClick={() => void resend()}>
            {t('resend')}
          </Button>
        )}
        <Link href="/signup" className="underline underline-offset-4 hover:text-ink">
          {t('otherEmail')}
        </Link>
      </div>
    </form>
  );
}
