'use client';

import { type ProofWay, RESEND_SECONDS } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { PasswordInput } from '@recado/ui/password-input';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { TextInput } from '@recado/ui/text-input';
import { ExternalLink } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useSecondsLeft } from '../shell/use-seconds-left.ts';
import { ProveByPasskey } from './prove-by-passkey.tsx';

/** Ways that are typed here, in the order in which they are offered. */
const typedWays = ['totp', 'pwd', 'email', 'recovery'] as const;
type TypedWay = (typeof typedWays)[number];
const codeLength = 6;

/** Proves the person again by one of the ways that their account has; another one is a press away. */
export function ProveForm({ onProved }: { onProved: () => void }) {
  const t = useTranslations('identity.proof');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client, viewer } = useDesk();
  const [ways, setWays] = useState<readonly ProofWay[] | null>(null);
  const [chosen, setChosen] = useState<TypedWay | null>(null);
  const [proof, setProof] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [isMailed, setMailed] = useState(false);
  useEffect(() => {
    client.security.factors.query().then((state) => setWays(state.ways), setFailure);
  }, [client]);
  const offered = typedWays.filter((each) => ways?.includes(each));
  const way = chosen ?? offered[0];
  const isCode = way === 'totp' || way === 'email';

  const prove = async (typed: string) => {
    if (isBusy || !way) return;
    setBusy(true);
    setFailure(null);
    try {
      await client.security.stepUp.mutate({ way, proof: typed });
      onProved();
    } catch (error) {
      setFailure(error);
      setProof('');
      setBusy(false);
    }
  };
  const choose = (next: TypedWay) => {
    setChosen(next);
    setProof('');
    setFailure(null);
  };
  const hasKey = ways?.includes('passkey') ?? false;
  if (!way && hasKey)
    return (
      <div className="mt-5">
        <ProveByPasskey isOnly onProved={onProved} />
      </div>
    );
  if (!way)
    return failure !== null ? (
      <Notice tone="danger" live="assertive">
        {errorText(failure)}
      </Notice>
    ) : (
      <Loading label={tCommon('loading')} className="mt-5">
        <Skeleton className="h-24" />
      </Loading>
    );
  const input = { value: proof, onChange: (event: { target: { value: string } }) => setProof(event.target.value) };
  return (
    <form
      method="post"
      noValidate
      className="mt-5 grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void prove(proof);
      }}
    >
      {way === 'email' && <MailedCode isSent={isMailed} onSent={() => setMailed(true)} onFailure={setFailure} />}
      {way === 'email' && !isMailed && failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {way === 'pwd' && (
        // for the keepers of passwords, which otherwise guess whose it is
        <input type="text" autoComplete="username" value={viewer.person.email} readOnly hidden />
      )}
      {(way !== 'email' || isMailed) && (
        <>
          <Field key={way} label={t(`field.${way}`)} error={failure !== null ? errorText(failure) : undefined}>
            {(control) =>
              way === 'pwd' ? (
                <PasswordInput
                  {...control}
                  {...input}
                  autoComplete="current-password"
                  autoFocus
                  showLabel={tCommon('showPassword')}
                  hideLabel={tCommon('hidePassword')}
                />
              ) : way === 'recovery' ? (
                <TextInput {...control} {...input} autoComplete="off" autoCapitalize="none" autoFocus />
              ) : (
                <CodeInput
                  {...control}
                  length={codeLength}
                  value={proof}
                  autoFocus
                  onValue={(typed) => {
                    setProof(typed);
                    if (typed.length === codeLength) void prove(typed);
                  }}
                />
              )
            }
          </Field>
          <Button type="submit" look="primary" busy={isBusy} disabled={proof.length < (isCode ? codeLength : 1)}>
            {t('submit')}
          </Button>
        </>
      )}
      {hasKey && <ProveByPasskey isOnly={false} onProved={onProved} />}
      <div className="grid justify-items-center gap-1">
        {offered
          .filter((each) => each !== way)
          .map((each) => (
            <Button key={each} look="quiet" onClick={() => choose(each)}>
              {t(`use.${each}`)}
            </Button>
          ))}
      </div>
    </form>
  );
}

/** Says where the code of this way goes, sends it when asked to, and another one after a while. */
function MailedCode(props: { isSent: boolean; onSent: () => void; onFailure: (error: unknown) => void }) {
  const t = useTranslations('identity.proof');
  const tVerify = useTranslations('identity.verify');
  const { client, viewer, config } = useDesk();
  const { isSent, onSent, onFailure } = props;
  const [resendAt, setResendAt] = useState(0);
  const secondsLeft = useSecondsLeft(resendAt);
  const send = async () => {
    onFailure(null);
    try {
      await client.security.sendCode.mutate();
    } catch (error) {
      // one that was sent a moment ago is as good
      if (wireErrorOf(error).code !== 'identity.resendTooSoon') return onFailure(error);
    }
    onSent();
    setResendAt(Date.now() + RESEND_SECONDS * 1000);
  };
  return (
    <div className="grid justify-items-start gap-3">
      <p role="status" className="wrap-anywhere text-quiet">
        {isSent ? t('sent', { mail: viewer.person.email }) : t('willSend', { mail: viewer.person.email })}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {secondsLeft > 0 ? (
          <p className="tabular text-dense text-quiet">{tVerify('resendIn', { seconds: secondsLeft })}</p>
        ) : (
          <Button onClick={() => void send()}>{isSent ? tVerify('resend') : t('send')}</Button>
        )}
        {isSent && config.mailboxUrl && (
          <Button asChild>
            <a href={config.mailboxUrl} target="_blank" rel="noreferrer">
              <ExternalLink size={16} aria-hidden />
              {tVerify('openMailbox')}
            </a>
          </Button>
        )}
      </div>
    </div>
  );
}
