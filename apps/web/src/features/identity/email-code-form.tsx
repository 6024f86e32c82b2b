'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { attemptOver } from './attempt-over.ts';
import { CodeForm } from './code-form.tsx';

/** The code from the mailbox, asked for where the browser is new to the person. */
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
  const tText = useTranslations('identity.login.text');
  const client = usePublicTrpc();
  const over = attemptOver(onOver);
  const detail = pending.mail
    ? t(pending.needs.includes('passkey') ? 'detailOrKey' : 'detail', { mail: pending.mail })
    : t('detailUnknown');
  return (
    <CodeForm
      title={t('title')}
      detail={detail}
      label={t('label')}
      why={t('why')}
      submit={t('submit')}
      mailboxUrl={mailboxUrl}
      resendInMs={pending.resendInMs}
      onCode={(code) => client.auth.proveEmailCode.mutate({ code }).then(onStep, over)}
      onResend={() =>
        client.auth.resendCode.mutate().then((step) => ('resendInMs' in step ? step.resendInMs : 0), over)
      }
    >
      {onText && pending.phone && (
        <Button look="quiet" onClick={onText}>
          {tText('instead', { phone: pending.phone })}
        </Button>
      )}
      <Button look="quiet" onClick={() => onOver(null)}>
        {t('otherWay')}
      </Button>
    </CodeForm>
  );
}
