'use client';

import { toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useDeviceName } from '../security/use-device-name.ts';
import { useDesk } from '../session/use-desk.ts';
import { isCalledOff, isHereAlready, makePasskey, notePasskey } from './use-passkey.ts';

/**
 * Makes a passkey for whoever is in, named after this browser, and says how it went; answers whether there is one more. What the server
 * refuses is thrown.
 */
export function useNewPasskey(): () => Promise<boolean> {
  const t = useTranslations('ways.passkeys');
  const { client } = useDesk();
  const nameOf = useDeviceName();
  return useCallback(async () => {
    const asked = await client.passkeys.beginAdd.mutate();
    const made = await makePasskey(asked).catch((error: unknown) =>
      isCalledOff(error) ? ('cancelled' as const) : isHereAlready(error) ? ('known' as const) : ('failed' as const),
    );
    if (typeof made === 'string') {
      toast(t(made));
      return false;
    }
    const sessions = await client.sessionsSingle.list.query();
    const name = nameOf(sessions.find(({ isCurrent }) => isCurrent) ?? {}).slice(0, 60);
    await client.passkeys.add.mutate({ name, answer: made });
    notePasskey();
    toast(t('added'));
    return true;
  }, [client, nameOf, t]);
}
