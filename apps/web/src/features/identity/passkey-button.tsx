'use client';

import type { LogInStep } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePublicTrpc } from '../session/public-trpc.tsx';
import { answerWithPasskey, isCalledOff, notePasskey, useKnowsPasskeys } from './use-passkey.ts';

/** Logs in with a passkey of this browser or of a phone near it; not there where the browser knows none. */
export function PasskeyButton({
  onStep,
  onFailure,
}: {
  onStep: (step: LogInStep) => void;
  onFailure: (failure: unknown) => void;
}) {
  const t = useTranslations('ways.logIn');
  const client = usePublicTrpc();
  const [isBusy, setBusy] = useState(false);
  const [isCancelled, setCancelled] = useState(false);
  const enter = async () => {
    onFailure(null);
    setCancelled(false);
    setBusy(true);
    try {
      const step = await client.passkeys.logIn.mutate(await answerWithPasskey(() => client.passkeys.begin.mutate()));
      notePasskey();
      onStep(step);
    } catch (error) {
      setBusy(false);
      // whoever closed the browser's own window is told beside the button, not by an alarm
      if (isCalledOff(error)) return setCancelled(true);
      onFailure(error);
    }
  };
  if (!useKnowsPasskeys()) return null;
  return (
    <div className="grid gap-1.5">
      <Button size="large" busy={isBusy} onClick={() => void enter()}>
        <KeyRound size={20} aria-hidden />
        {t('passkey')}
      </Button>
      <p role="status" className="text-dense text-quiet empty:hidden">
        {isCancelled && t('cancelled')}
      </p>
    </div>
  );
}
