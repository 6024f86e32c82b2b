'use client';

import { toast } from '@recado/ui/toaster';
import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDesk } from './use-desk.ts';
import { useErrorText } from './use-error-text.ts';

/**
 * Does something in the workspace and asks again what the keys name, so that it is shown as it is then. Answers whether it was done; what
 * went wrong is thrown into `failure` where a form shows it, else said in passing.
 */
export function useAction(touches: readonly QueryKey[]) {
  const queries = useQueryClient();
  const errorText = useErrorText();
  const { workspace } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (
    call: (workspaceId: string) => Promise<unknown>,
    done?: string,
    shown: 'toast' | 'form' = 'toast',
  ): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      await call(workspace.id);
      if (done) toast(done);
      return true;
    } catch (error) {
      if (shown === 'form') setFailure(error);
      else toast(errorText(error));
      return false;
    } finally {
      setBusy(false);
      await Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey })));
    }
  };
  return { isBusy, failure, setFailure, run };
}
