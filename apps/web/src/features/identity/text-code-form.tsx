'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { attemptOver } from './attempt-over.ts';
import { CodeForm } from './code-form.tsx';

/** The code from a text, as the way in or as the step after another. */
export function TextCodeForm({
  pending,
  mailboxUrl,
  failure,
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
  const client = usePublicTrpc();
  const over = attemptOver(onOver);
  return (
    <CodeForm
      title={t('title')}
      detail={pending.phone ? t('detail', { phone: pending.phone }) : t('detailUnknown')}
      label={t('label')}
      why={t('why')}
      submit={t('submit')}
      mailboxUrl={mailboxUrl}
      mailboxNote={t('demo')}
      failure={failure}
      resendInMs={pending.resendTextInMs}
      onCode={(code) => client.auth.proveTextCode.mutate({ code }).then(onStep, over)}
      onResend={() =>
        client.auth.sendText.mutate().then((step) => ('resendTextInMs' in step ? step.resendTextInMs : 0), over)
      }
    >
      <Button look="quiet" onClick={onOtherWay}>
        {t('otherWay')}
      </Button>
    </CodeForm>
  );
}
