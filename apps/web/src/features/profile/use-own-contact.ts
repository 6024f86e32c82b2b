'use client';

import type { OwnContact } from '@recado/core/identity/contract';
import { toast } from '@recado/ui/toaster';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { wireErrorOf } from '../session/app-error.ts';
import { isProofNeeded } from '../session/proof-ask.ts';
import { useDesk } from '../session/use-desk.ts';

const key = ['own', 'contact'];

/** One's own address and phone, and what waits to replace them. No stream tells of it, so each visit asks again. */
export function useOwnContact() {
  const { client } = useDesk();
  return useQuery({ queryKey: key, queryFn: () => client.ownContact.read.query(), staleTime: 0 });
}

/**
 * Runs what changes them, one at a time. Each answers how things are then. What asks for a fresh proof opens the question by itself and goes
 * on when it is answered; `run` answers whether it was done.
 */
export function useContactAction() {
  const queries = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async (
    call: () => Promise<OwnContact>,
    done: { told?: string; after?: () => void } = {},
  ): Promise<boolean> => {
    setBusy(true);
    setFailure(null);
    try {
      queries.setQueryData(key, await call());
      done.after?.();
      if (done.told) toast(done.told);
      return true;
    } catch (error) {
      // whoever closed the question knows that nothing was done
      if (!isProofNeeded(wireErrorOf(error).code)) {
        setFailure(error);
        // the code may be over: what waits is asked for again
        void queries.invalidateQueries({ queryKey: key });
      }
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    failure,
    run,
    forget: () => setFailure(null),
  };
}

export type ContactAction = ReturnType<typeof useContactAction>;
