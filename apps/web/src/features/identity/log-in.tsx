'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { useEffect, useState } from 'react';
import { type ReturnTo, takeReturn } from '../session/return-to.ts';
import { EmailCodeForm } from './email-code-form.tsx';
import { FactorForm } from './factor-form.tsx';
import { LogInForm } from './log-in-form.tsx';

/** The door: the first proof, then on the same page whatever the guard still misses, until nothing is. */
export function LogIn({ mailboxUrl }: { mailboxUrl: string | null }) {
  const [pending, setPending] = useState<PendingLogIn | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [returnTo, setReturnTo] = useState<ReturnTo | null>(null);
  useEffect(() => {
    const kept = takeReturn();
    if (kept) setReturnTo(kept);
  }, []);
  const take = (step: LogInStep) => {
    if (!('personId' in step)) return setPending(step);
    // a full load on purpose: nothing of whoever was here before may live on in memory
    location.assign(returnTo?.personId === step.personId ? returnTo.path : '/inbox');
  };
  if (!pending) {
    return <LogInForm email={returnTo?.email ?? null} failure={failure} onFailure={setFailure} onStep={take} />;
  }
  const startAgain = (reason: unknown) => {
    setFailure(reason);
    setPending(null);
  };
  return pending.needs.includes('email') ? (
    <EmailCodeForm pending={pending} mailboxUrl={mailboxUrl} onStep={take} onOver={startAgain} />
  ) : (
    <FactorForm pending={pending} onStep={take} onOver={startAgain} />
  );
}
