'use client';

import type { FactorState } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Notice } from '@recado/ui/notice';
import { toast } from '@recado/ui/toaster';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { ProveForm } from '../identity/prove-form.tsx';
import { answerWithPasskey, isCalledOff, useKnowsPasskeys } from '../identity/use-passkey.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useOwnPasskeys, useRefreshOwn } from './use-own-account.ts';

/** What is done; it answers what to tell, or nothing. */
type Act = () => Promise<string | undefined>;

/**
 * Does something to one's account that may ask for a fresh proof: then the person gives it in `dialog`, and it is done. Says why when it
 * was not done; whoever closes the dialog has changed their mind.
 */
export function useProvenAction(): { isBusy: boolean; run: (act: Act) => Promise<void>; dialog: ReactNode } {
  const refresh = useRefreshOwn();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState<Act | null>(null);
  const run = async (act: Act) => {
    setBusy(true);
    try {
      const said = await act();
      if (said) toast(said);
    } catch (error) {
      if (wireErrorOf(error).code === 'identity.stepUpNeeded') setWaiting(() => act);
      else toast(errorText(error));
    }
    setBusy(false);
    await refresh();
  };
  const dialog = waiting && (
    <ProveDialog
      onClose={() => setWaiting(null)}
      onProved={() => {
        setWaiting(null);
        void run(waiting);
      }}
    />
  );
  return { isBusy, run, dialog };
}

/** Asks who is there to prove once more that it is them, by what they have. */
function ProveDialog({ onClose, onProved }: { onClose: () => void; onProved: () => void }) {
  const t = useTranslations('ways.prove');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const passkeys = useOwnPasskeys();
  const knowsPasskeys = useKnowsPasskeys();
  const [state, setState] = useState<FactorState | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    client.security.factors.query().then(setState, setFailure);
  }, [client]);
  const proveByPasskey = async () => {
    setFailure(null);
    try {
      await client.security.stepUp.mutate({ way: 'passkey', answer: await answerWithPasskey(client) });
      onProved();
    } catch (error) {
      if (!isCalledOff(error)) setFailure(error);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('title')}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <div className="mt-6 grid gap-5">
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        {knowsPasskeys && (passkeys.data?.length ?? 0) > 0 && (
          <Button size="large" onClick={() => void proveByPasskey()}>
            <KeyRound size={20} aria-hidden />
            {t('passkey')}
          </Button>
        )}
        {state && <ProveForm hasTotp={state.factors.includes('totp')} onProved={onProved} />}
      </div>
    </Dialog>
  );
}
