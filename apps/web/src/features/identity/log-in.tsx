'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { useState } from 'react';
import { EmailCodeForm } from './email-code-form.tsx';
import { FactorForm } from './factor-form.tsx';
import { LogInForm } from './log-in-form.tsx';

/** The door: the first proof, then on the same page whatever the guard still misses, until nothing is. */
export function LogIn({ mailboxUrl }: { mailboxUrl: string | null }) {
  const [pending, setPending] = useState<PendingLogIn | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const take = (step: LogInStep) => {
    if (step.needs.length > 0) return setPending(step as PendingLogIn);
    // a full load on purpose: nothing of whoever was here before may live on in memory
    location.assign('/inbox');
  };
  if (!pending) return <LogInForm failure={failure} onFailure={setFailure} onStep={take} />;
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
