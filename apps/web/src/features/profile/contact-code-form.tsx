'use client';

import type { PendingContact } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { CodeField, codeLength } from '../identity/code-field.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';

/** The code that went to a new address or number. A full code is checked without a further press. */
export function ContactCodeForm({
  waiting,
  sent,
  isText = false,
  isBusy,
  failure,
  onCode,
  onResend,
  onCancel,
}: {
  waiting: PendingContact;
  sent: ReactNode;
  isText?: boolean;
  isBusy: boolean;
  failure: unknown;
  onCode: (code: string) => Promise<boolean>;
  onResend: () => void;
  onCancel: () => void;
}) {
  const t = useTranslations('profile.code');
  const tVerify = useTranslations('identity.verify');
  const tFields = useTranslations('identity.fields');
  const errorText = useErrorText();
  const { mailboxUrl } = useDesk().config;
  const [code, setCode] = useState('');
  const [isShort, setShort] = useState(false);
  const [resendAt, setResendAt] = useState(() => Date.now() + waiting.resendInMs);
  useEffect(() => setResendAt(Date.now() + waiting.resendInMs), [waiting.resendInMs]);
  const secondsLeft = useSecondsLeft(resendAt);
  const check = async (typed: string) => {
    if (isBusy) return;
    setShort(typed.length !== codeLength);
    if (typed.length === codeLength && !(await onCode(typed))) setCode('');
  };
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-sm gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void check(code);
      }}
    >
      <p className="text-body" aria-live="polite">
        {sent}
      </p>
      {mailboxUrl && (
        <div className="grid gap-2">
          {isText && <p className="text-dense text-quiet">{t('demo')}</p>}
          <Button asChild>
            <a href={mailboxUrl} target="_blank" rel="noreferrer">
              <ExternalLink size={16} aria-hidden />
              {tVerify('openMailbox')}
            </a>
          </Button>
        </div>
      )}
      <CodeField
        label={t('label')}
        error={isShort ? tFields('code') : failure !== null ? errorText(failure) : undefined}
        code={code}
        onCode={setCode}
        onFull={(full) => void check(full)}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" look="primary" busy={isBusy}>
          {t('submit')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
      {secondsLeft > 0 ? (
        <p className="tabular text-quiet">{tVerify('resendIn', { seconds: secondsLeft })}</p>
      ) : (
        <Button look="quiet" className="justify-self-start" onClick={onResend}>
          {t('resend')}
        </Button>
      )}
    </form>
  );
}
