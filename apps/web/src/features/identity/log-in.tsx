'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { forgetOffline } from '../session/forget-page.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { type ReturnTo, takeReturn } from '../session/return-to.ts';
import { EmailCodeForm } from './email-code-form.tsx';
import { FactorForm } from './factor-form.tsx';
import { type Issuer, IssuerButtons, IssuerNotice } from './issuer-buttons.tsx';
import { LogInForm } from './log-in-form.tsx';
import { PasskeyButton } from './passkey-button.tsx';
import { PhoneForm } from './phone-form.tsx';
import { TextCodeForm } from './text-code-form.tsx';
import { type Answer, usePasskeyInField } from './use-passkey.ts';

/** The door: the first proof, then on the same page whatever the guard still misses, until nothing is. */
export function LogIn({
  mailboxUrl,
  hasTexts,
  issuers,
  from,
  email = null,
  onIn,
}: {
  mailboxUrl: string | null;
  hasTexts: boolean;
  issuers: Issuer[];
  /** Why an issuer sent the browser back here, or null. */
  from: string | null;
  /** Who is expected here, where that is known. */
  email?: string | null;
  /** What goes on once they are in, instead of the inbox. */
  onIn?: () => void;
}) {
  const client = usePublicTrpc();
  const [pending, setPending] = useState<PendingLogIn | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [isByPhone, setByPhone] = useState(false);
  const [isByText, setByText] = useState(false);
  const [returnTo, setReturnTo] = useState<ReturnTo | null>(null);
  useEffect(() => {
    // nobody is in here, so nothing of whoever was may be read on
    forgetOffline();
    const kept = takeReturn();
    if (kept) setReturnTo(kept);
  }, []);
  // back from an issuer with a proof that is not enough: the login goes on where it stands
  useEffect(() => {
    if (from !== 'waiting') return;
    client.auth.pending.query().then(setPending, setFailure);
  }, [client, from]);
  const take = async (step: LogInStep) => {
    if (!('personId' in step)) {
      // what was proved by phone asks for something else next
      setByText((now) => now && step.needs.includes('phone'));
      return setPending(step);
    }
    if (onIn) return onIn();
    // whoever came to link is in now; what cannot be linked here can be linked from inside, where one is asked for a fresh proof
    const isLinked = from !== 'link' || (await client.federation.linkClaim.mutate().then(Boolean, () => false));
    // a full load on purpose: nothing of whoever was here before may live on in memory
    if (isLinked) location.assign(returnTo?.personId === step.personId ? returnTo.path : '/');
    else location.assign('/settings/security?from=again');
  };
  const onStep = (step: LogInStep) => void take(step);

  const latest = useRef(onStep);
  latest.current = onStep;
  const enterByField = useCallback(
    (answer: Answer) => void client.passkeys.logIn.mutate(answer).then((step) => latest.current(step), setFailure),
    [client],
  );
  usePasskeyInField(client, pending === null && !isByPhone, enterByField);

  const startAgain = (reason: unknown) => {
    setFailure(reason);
    setByText(false);
    setPending(null);
  };
  const turnToPhone = (isWanted: boolean) => {
    setFailure(null);
    setByPhone(isWanted);
  };
  if (!pending && isByPhone)
    return <PhoneForm failure={failure} onFailure={setFailure} onStep={onStep} onOtherWay={() => turnToPhone(false)} />;
  if (!pending)
    return (
      <div className="grid gap-5">
        <IssuerNotice from={from} />
        <LogInForm
          email={returnTo?.email ?? email}
          failure={failure}
          onFailure={setFailure}
          onStep={onStep}
          onByPhone={hasTexts ? () => turnToPhone(true) : null}
          otherWays={
            <>
              <PasskeyButton onStep={onStep} onFailure={setFailure} />
              {from !== 'link' && <IssuerButtons issuers={issuers} verb="enter" onFailure={setFailure} />}
            </>
          }
        />
      </div>
    );
  const byText = async () => {
    setFailure(null);
    setByText(true);
    if (!pending.hasText) await client.auth.sendText.mutate().then(onStep, setFailure);
  };
  const onText = pending.needs.includes('phone') && pending.phone ? () => void byText() : null;
  const props = { pending, onStep, onOver: startAgain };
  const form =
    isByText || pending.needs[0] === 'phone' ? (
      <TextCodeForm
        // what is said of it changes with what was sent
        key={String(pending.hasText)}
        {...props}
        mailboxUrl={mailboxUrl}
        failure={failure}
        onOtherWay={pending.needs[0] === 'phone' ? () => startAgain(null) : () => setByText(false)}
      />
    ) : pending.needs.includes('email') ? (
      <EmailCodeForm {...props} mailboxUrl={mailboxUrl} onText={onText} />
    ) : (
      <FactorForm {...props} onText={onText} />
    );
  return (
    <div className="grid gap-5">
      {form}
      {pending.needs.includes('passkey') && <PasskeyButton onStep={onStep} onFailure={startAgain} />}
    </div>
  );
}
