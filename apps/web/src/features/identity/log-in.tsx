'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { useEffect, useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { type ReturnTo, takeReturn } from '../session/return-to.ts';
import { EmailCodeForm } from './email-code-form.tsx';
import { FactorForm } from './factor-form.tsx';
import { LogInForm } from './log-in-form.tsx';
import { PhoneForm } from './phone-form.tsx';
import { TextCodeForm } from './text-code-form.tsx';

/** The door: the first proof, then on the same page whatever the guard still misses, until nothing is. */
export function LogIn({ mailboxUrl, hasTexts }: { mailboxUrl: string | null; hasTexts: boolean }) {
  const client = usePublicTrpc();
  const [pending, setPending] = useState<PendingLogIn | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isByPhone, setByPhone] = useState(false);
  const [isByText, setByText] = useState(false);
  const [returnTo, setReturnTo] = useState<ReturnTo | null>(null);
  useEffect(() => {
    const kept = takeReturn();
    if (kept) setReturnTo(kept);
  }, []);
  const take = (step: LogInStep) => {
    if (!('personId' in step)) {
      // what was proved by phone asks for something else next
      setByText((now) => now && step.needs.includes('phone'));
      return setPending(step);
    }
    // a full load on purpose: nothing of whoever was here before may live on in memory
    location.assign(returnTo?.personId === step.personId ? returnTo.path : '/inbox');
  };
  const startAgain = (reason: unknown) => {
    setFailure(reason);
    setByText(false);
    setPending(null);
  };
  if (!pending && isByPhone)
    return (
      <PhoneForm
        failure={failure}
        onFailure={setFailure}
        onStep={take}
        onOtherWay={() => {
          setFailure(null);
          setByPhone(false);
        }}
      />
    );
  if (!pending)
    return (
      <LogInForm
        email={returnTo?.email ?? null}
        failure={failure}
        onFailure={setFailure}
        onStep={take}
        onByPhone={
          hasTexts
            ? () => {
                setFailure(null);
                setByPhone(true);
              }
            : null
        }
      />
    );
  const byText = async () => {
    setFailure(null);
    setByText(true);
    if (!pending.hasText) await client.auth.sendText.mutate().then(take, setFailure);
  };
  const onText = pending.needs.includes('phone') && pending.phone ? () => void byText() : null;
  const props = { pending, onStep: take, onOver: startAgain };
  if (isByText || pending.needs[0] === 'phone')
    return (
      <TextCodeForm
        // what is said of it changes with what was sent
        key={String(pending.hasText)}
        {...props}
        mailboxUrl={mailboxUrl}
        failure={failure}
        onOtherWay={pending.needs[0] === 'phone' ? () => startAgain(null) : () => setByText(false)}
      />
    );
  return pending.needs.includes('email') ? (
    <EmailCodeForm {...props} mailboxUrl={mailboxUrl} onText={onText} />
  ) : (
    <FactorForm {...props} onText={onText} />
  );
}
