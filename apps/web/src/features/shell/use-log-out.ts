'use client';

import { toast } from '@recado/ui/toaster';
import { forgetDraftsOf } from '../conversations/drafts.ts';
import { wipeOffline } from '../offline/browser-storage.ts';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** The way out: ends the session and takes with it what the browser kept of its person. */
export function useLogOut(client: TrpcClient, personId: string): () => Promise<void> {
  const errorText = useErrorText();
  return async () => {
    try {
      await client.auth.logOut.mutate();
      forgetDraftsOf(localStorage, personId);
      await wipeOffline().catch(() => {});
      location.assign('/login');
    } catch (error) {
      toast(errorText(error));
    }
  };
}
