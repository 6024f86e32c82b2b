'use client';

import { toast } from '@recado/ui/toaster';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** What can be asked of a number. The answer is only "asked": what happens then arrives by the stream. */
export function useChannelActions(channelId: string) {
  const { client, workspace } = useDesk();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const ask = async (call: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await call();
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const workspaceId = workspace.id;
  return {
    isBusy,
    connect: (pairingNumber?: string) =>
      ask(() => client.channels.connect.mutate({ workspaceId, input: { channelId, pairingNumber } })),
    cancel: () => ask(() => client.channels.disconnect.mutate({ workspaceId, input: { channelId } })),
    logOut: () => ask(() => client.channels.disconnect.mutate({ workspaceId, input: { channelId, logOut: true } })),
  };
}
