'use client';

import type { LogInStep, PendingLogIn } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { useErrorText } from '../session/use-error-text.ts';

const codeLength = 6;

/** The second factor of a login: the authenticator's code, or a recovery code for whoever lost it. */
export function FactorForm({
  pending,
  onStep,
  onOver,
  onText = null,
}: {
  pending: PendingLogIn;
  onStep: (step: LogInStep) => void;
  onOver: (failure: unknown) => void;
  /** Has a code sent to the phone instead; null without one. */
  onText?: (() => void) | null;
}) {
  const t = useTranslations('identity.login.factor');
  const tFields = useTranslations('identity.fields');
  const tText = useTranslations('identity.login.text');
  const errorText = useErrorText();
  const client = usePublicTrpc();
  const [factor, setFactor] = useState<'totp' | 'recovery'>(pending.needs.includes('totp') ? 'totp' : 'recovery');
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const isTotp = factor === 'totp';

  const check = async (typed: string) => {
    if (isBusy) return;
    if (typed.length < codeLength) return setFailure('short');
    setBusy(true);
    setFailure(null);
    try {
      onStep(await client.auth.proveFactor.mutate({ factor, code: typed }));
    } catch (error) {
      const { code: reason } = wireErrorOf(error);
      if (reason === 'identity.attemptGone' || reason === 'identity.attemptSpent') return onOver(error);
      setFailure(error);
      setCode('');
      setBusy(false);
    }
  };
  const problem = failure === 'short' ? tFields('required') : failure !== null ? errorText(failure) : undefined;
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
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{isTotp ? t('totpDetail') : t('recoveryDetail')}</p>
      </div>
      <Field label={isTotp ? t('totpLabel') : t('recoveryLabel')} error={problem} hint={isTotp ? undefined : t('lost')}>
        {(control) =>
          isTotp ? (
            <CodeInput
              {...control}
              key="totp"
              length={codeLength}
              value={code}
              autoFocus
              onValue={(typed) => {
                setCode(typed);
                if (typed.length === codeLength) void check(typed);
              }}
            />
          ) : (
            <TextInput
              {...control}
              key="recovery"
              value={code}
              onChange={(event) => setCode(event.target.value)}
              autoFocus
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
            />
          )
        }
      </Field>
      <Button type="submit" look="primary" size="large" busy={isBusy}>
        {t('submit')}
      </Button>
      <div className="grid justify-items-center gap-2 text-quiet">
        {pending.needs.includes('totp') && pending.needs.includes('recovery') && (
          <Button
            look="quiet"
            className="h-auto whitespace-normal py-2"
            onClick={() => {
              setFactor(isTotp ? 'recovery' : 'totp');
              setCode('');
              setFailure(null);
            }}
          >
            {isTotp ? t('useRecovery') : t('useTotp')}
          </Button>
        )}
        {onText && pending.phone && (
          <Button look="quiet" onClick={onText}>
            {tText('instead', { phone: pending.phone })}
          </Button>
        )}
        <Button look="quiet" onClick={() => onOver(null)}>
          {t('otherWay')}
        </Button>
      </div>
    </form>
  );
}
