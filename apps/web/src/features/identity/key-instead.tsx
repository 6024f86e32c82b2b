'use client';

import { Button } from '@recado/ui/button';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useNewPasskey } from './use-new-passkey.ts';
import { answerWithPasskey, isCalledOff, useKnowsPasskeys } from './use-passkey.ts';

/** A passkey in the place of the codes that a plan asks for: the one that the person has, or a new one. Nothing where the browser knows none. */
export function KeyInstead({ hasKey, act }: { hasKey: boolean; act: (run: () => Promise<void>) => Promise<void> }) {
  const t = useTranslations('identity.twoFactor');
  const { client } = useDesk();
  const make = useNewPasskey();
  // the workspace behind the screen opens with the next look at who is in
  const use = async () => {
    try {
      await client.security.stepUp.mutate({
        way: 'passkey',
        answer: await answerWithPasskey(() => client.passkeys.beginProof.mutate()),
      });
      location.reload();
    } catch (error) {
      // whoever closed the browser's own window knows why nothing happened
      if (!isCalledOff(error)) throw error;
    }
  };
  const add = async () => {
    if (await make()) location.reload();
  };
  if (!useKnowsPasskeys()) return null;
  return (
    <div className="grid justify-items-start gap-2">
      <Button onClick={() => void act(hasKey ? use : add)}>
        <KeyRound size={20} aria-hidden />
        {hasKey ? t('useKey') : t('addKey')}
      </Button>
      <p className="text-dense text-quiet">{t('keyDetail')}</p>
    </div>
  );
}
