'use client';

import { SIGNUP_CODE_MINUTES } from '@recado/core/identity/contract';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { CodeForm } from './code-form.tsx';
import { forgetPendingSignUp, type PendingSignUp, readPendingSignUp } from './pending-sign-up.ts';

const resendAfterMs = 30_000;

/** Proves the e-mail of a new account by the code that went to it. */
export function VerifyForm({ mailboxUrl }: { mailboxUrl: string | null }) {
  const t = useTranslations('identity.verify');
  const router = useRouter();
  const client = usePublicTrpc();
  const [pending, setPending] = useState<PendingSignUp | null>(null);
  useEffect(() => {
    const stored = readPendingSignUp();
    if (stored) setPending(stored);
    else router.replace('/signup');
  }, [router]);
  return (
    <CodeForm
      title={t('title')}
      detail={
        pending
          ? t('detail', { email: pending.email, minutes: SIGNUP_CODE_MINUTES })
          : t('detailUnknown', { minutes: SIGNUP_CODE_MINUTES })
      }
      label={t('code')}
      submit={t('submit')}
      mailboxUrl={mailboxUrl}
      resendInMs={resendAfterMs}
      onCode={async (code) => {
        if (!pending) return;
        await client.auth.verify.mutate({ id: pending.id, code });
        forgetPendingSignUp();
        location.assign('/welcome');
      }}
      onResend={async () => {
        if (pending) await client.auth.resend.mutate({ id: pending.id });
        return resendAfterMs;
      }}
    >
      <Link href="/signup" className="underline underline-offset-4 hover:text-ink">
        {t('otherEmail')}
      </Link>
    </CodeForm>
  );
}
