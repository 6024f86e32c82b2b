'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';
import { CodeField, codeLength } from './code-field.tsx';

/** The page that asks for a code that was sent: by mail or text, to come in or to open an account. A full code is checked without a further press. */
export function CodeForm({
  title,
  detail,
  label,
  why,
  submit,
  mailboxUrl,
  mailboxNote,
  failure: given = null,
  resendInMs,
  onCode,
  onResend,
  children,
}: {
  title: string;
  detail: string;
  label: string;
  /** Why a code is asked for at all. */
  why?: string;
  submit: string;
  /** Where a trial finds what was sent; null where it really leaves. */
  mailboxUrl: string | null;
  mailboxNote?: string;
  /** Why no code left, when asking for it failed. */
  failure?: unknown;
  /** Milliseconds until another one may be asked for. */
  resendInMs: number;
  /** Rejects when the code is refused, and the reason is shown; otherwise the page goes on to something else. */
  onCode: (code: string) => Promise<void>;
  /** Sends another one, and answers the milliseconds until the next; nothing when the page goes on to something else. */
  onResend: () => Promise<number | undefined>;
  /** The other ways on, below. */
  children?: ReactNode;
}) {
  const t = useTranslations('identity.verify');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const heading = useRef<HTMLHeadingElement>(null);
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isResent, setResent] = useState(false);
  const [resendAt, setResendAt] = useState(() => Date.now() + resendInMs);
  const secondsLeft = useSecondsLeft(resendAt);
  useEffect(() => {
    // what it answers is no clean-up, and newer browsers answer something
    heading.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const check = async (typed: string) => {
    if (isBusy) return;
    if (typed.length !== codeLength) return setFailure('short');
    setBusy(true);
    setFailure(null);
    setResent(false);
    try {
      await onCode(typed);
    } catch (error) {
      setFailure(error);
      setCode('');
      setBusy(false);
    }
  };
  const resend = async () => {
    setFailure(null);
    setResent(false);
    try {
      const inMs = await onResend();
      if (inMs === undefined) return;
      setResendAt(Date.now() + inMs);
      setResent(true);
    } catch (error) {
      setFailure(error);
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
        <h1 ref={heading} className="font-serif text-display">
          {title}
        </h1>
        <p className="text-body text-quiet">{detail}</p>
      </div>
      {mailboxUrl && (
        <div className="grid gap-2">
          {mailboxNote && <p className="text-dense text-quiet">{mailboxNote}</p>}
          <Button asChild>
            <a href={mailboxUrl} target="_blank" rel="noreferrer">
              <ExternalLink size={16} aria-hidden />
              {t('openMailbox')}
            </a>
          </Button>
        </div>
      )}
      {isResent && (
        <Notice tone="good" live="polite">
          {t('resent')}
        </Notice>
      )}
      <CodeField
        label={label}
        error={shown === 'short' ? tFields('code') : shown !== null ? errorText(shown) : undefined}
        hint={why}
        code={code}
        onCode={setCode}
        onFull={(full) => void check(full)}
      />
      <Button type="submit" look="primary" size="large" busy={isBusy}>
        {submit}
      </Button>
      <div className="grid justify-items-center gap-2 text-quiet">
        {secondsLeft > 0 ? (
          <p className="tabular">{t('resendIn', { seconds: secondsLeft })}</p>
        ) : (
          <Button look="quiet" onClick={() => void resend()}>
            {t('resend')}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
