'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { answerWithPasskey, isCalledOff, useKnowsPasskeys } from './use-passkey.ts';

/** Proves the person again by a passkey. Where that is the only way they have, it also says what to do without it. */
export function ProveByPasskey({ isOnly, onProved }: { isOnly: boolean; onProved: () => void }) {
  const t = useTranslations('identity.proof');
  const errorText = useErrorText();
  const { client } = useDesk();
  const knowsPasskeys = useKnowsPasskeys();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const prove = async () => {
    setFailure(null);
    setBusy(true);
    try {
      await client.security.stepUp.mutate({
        way: 'passkey',
        answer: await answerWithPasskey(() => client.passkeys.beginProof.mutate()),
      });
      onProved();
    } catch (error) {
      setBusy(false);
      // whoever closed the browser's own window knows why nothing happened
      if (!isCalledOff(error)) setFailure(error);
    }
  };
  return (
    <div className="grid gap-3">
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {knowsPasskeys && (
        <Button look={isOnly ? 'primary' : 'secondary'} busy={isBusy} onClick={() => void prove()}>
          <KeyRound size={20} aria-hidden />
          {t('use.passkey')}
        </Button>
      )}
      {isOnly && <p className="text-dense text-quiet">{knowsPasskeys ? t('keyLost') : t('keyUnknown')}</p>}
    </div>
  );
}
