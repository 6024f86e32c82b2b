'use client';

import type { SessionEnd } from '@recado/core/identity/contract';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type WireError, wireErrorOf } from './app-error.ts';
import { forgetPage } from './forget-page.ts';
import { createProofAsk, type ProofAsk } from './proof-ask.ts';
import { endOf } from './session-over.ts';
import { makeTrpcClient, type TrpcClient } from './trpc-client.ts';

/**
 * The calls of one person's page, and the end of their session once one of them tells of it. What stands behind a door shows
 * nothing but the card as soon as `over` is set.
 */
export function useSessionEnd(
  personId: string,
  onOutside?: (workspaceId: string, error: WireError) => void,
): {
  over: (SessionEnd & { code: string }) | 'checking' | null;
  client: TrpcClient;
  /** The question that its calls may ask. */
  proof: ProofAsk;
  endSession(error: WireError): void;
} {
  const [over, setOver] = useState<(SessionEnd & { code: string }) | 'checking' | null>(null);
  const [proof] = useState(createProofAsk);
  const endSession = useCallback(
    (error: WireError) => {
      const end = endOf(error);
      if (end.reason !== 'replaced') return setOver((now) => now ?? end);
      // this browser's cookie is another one now; dark first, then the server says whether it is the same person again
      setOver('checking');
      makeTrpcClient({ personId })
        .sessionsSingle.validateSession.query()
        .then(
          () => location.reload(),
          (refused) => setOver(endOf(wireErrorOf(refused))),
        );
    },
    [personId],
  );
  const client = useMemo(
    () => makeTrpcClient({ personId, onOver: endSession, prove: proof.ask, onOutside }),
    [personId, endSession, proof, onOutside],
  );
  useEffect(() => {
    if (over) forgetPage();
  }, [over]);
  return { over, client, proof, endSession };
}
