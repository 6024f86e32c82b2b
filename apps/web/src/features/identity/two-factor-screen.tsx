'use client';

import type { FactorState } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useLogOut } from '../shell/use-log-out.ts';
import { KeyInstead } from './key-instead.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { TotpSetUp } from './totp-set-up.tsx';

type Shown =
  | { kind: 'state' }
  | { kind: 'setUp'; secret: string; uri: string }
  | { kind: 'codes'; codes: string[]; others: number };

/**
 * The second step of logging in: on, off, and the codes for whoever loses the phone. `isRequired` where it stands in place of a workspace
 * whose plan asks for it: there whoever has one proves it once for this session, which began without.
 */
export function TwoFactorScreen({ isRequired = false }: { isRequired?: boolean }) {
  const t = useTranslations('identity.twoFactor');
  const errorText = useErrorText();
  const tPerson = useTranslations('shell.person');
  const { client, prove, viewer } = useDesk();
  const logOut = useLogOut(client, viewer.person.id);
  const [state, setState] = useState<FactorState | null>(null);
  const [shown, setShown] = useState<Shown>({ kind: 'state' });
  const [failure, setFailure] = useState<unknown>(null);
  const look = useCallback(() => client.security.factors.query().then(setState, setFailure), [client]);
  useEffect(() => void look(), [look]);

  const act = async (run: () => Promise<void>) => {
    setFailure(null);
    await run().catch(setFailure);
  };
  const start = async () => setShown({ kind: 'setUp', ...(await client.security.startTotp.mutate()) });
  const renew = async () =>
    setShown({ kind: 'codes', codes: (await client.security.renewRecovery.mutate()).recoveryCodes, others: 0 });
  const remove = async () => {
    await client.security.removeTotp.mutate();
    setShown({ kind: 'state' });
    await look();
  };
  const isOn = state !== null && state.factors.length > 0;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">{t('detail')}</p>
        </div>
        {isRequired && state && <Notice tone="attention">{t(isOn ? 'requiredHere' : 'required')}</Notice>}
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        {shown.kind === 'setUp' && (
          <TotpSetUp
            secret={shown.secret}
            uri={shown.uri}
            onDone={({ recoveryCodes, others }) => setShown({ kind: 'codes', codes: recoveryCodes, others })}
          />
        )}
        {shown.kind === 'codes' && (
          <RecoveryCodes
            codes={shown.codes}
            others={shown.others}
            onKept={() => {
              // the workspace behind this screen opens with the next look at who is in
              if (isRequired) return location.reload();
              setShown({ kind: 'state' });
              void look();
            }}
          />
        )}
        {shown.kind === 'state' && state && (
          <section className="grid justify-items-start gap-4">
            <p className="text-body">{isOn ? t('on') : t('off')}</p>
            {isOn && isRequired ? (
              <Button look="primary" onClick={() => void prove().then((isProved) => isProved && location.reload())}>
                {t('proveHere')}
              </Button>
            ) : isOn ? (
              <>
                <p className="text-quiet">{t('left', { count: state.recoveryLeft })}</p>
                <div className="flex flex-wrap gap-2">
                  <Button onClick={() => void act(renew)}>{t('renew')}</Button>
                  <Button look="quiet" onClick={() => void act(remove)}>
                    {t('remove')}
                  </Button>
                </div>
              </>
            ) : (
              <Button look="primary" onClick={() => void act(start)}>
                {isRequired ? t('startCodes') : t('start')}
              </Button>
            )}
            {isRequired && !isOn && <KeyInstead hasKey={state.ways.includes('passkey')} act={act} />}
          </section>
        )}
        {isRequired && (
          <Button look="quiet" className="justify-self-start" onClick={() => void logOut()}>
            {tPerson('logOut')}
          </Button>
        )}
      </div>
    </main>
  );
}
