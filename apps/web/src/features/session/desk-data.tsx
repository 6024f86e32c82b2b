'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { OutboxProvider } from '../conversations/outbox-provider.tsx';
import { LiveProvider, useLive } from '../live/live-provider.tsx';
import { usePushKeeper } from '../notifications/use-push.ts';
import { useOfflineKeeper } from '../offline/use-offline-keeper.ts';
import { DeskFrame } from '../shell/desk-frame.tsx';
import { IdleWarning } from './idle-warning.tsx';
import { SessionExplainer } from './session-explainer.tsx';
import { useDesk } from './use-desk.ts';
import { useSessionGuard } from './use-session-guard.ts';

/** The memory of one person in one workspace; another person or another workspace starts from an empty one. */
export function DeskData({ children }: { children: ReactNode }) {
  const { drafts } = useDesk();
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          // the live stream keeps what is here up to date, so nothing is fetched again just because a window was focused
          queries: {
            staleTime: Number.POSITIVE_INFINITY,
            refetchOnWindowFocus: false,
            retry: 2,
            networkMode: 'always',
          },
        },
      }),
  );
  useEffect(() => {
    void drafts.tidy();
    return () => queries.clear();
  }, [queries, drafts]);
  return (
    <QueryClientProvider client={queries}>
      <LiveProvider>
        <Guard />
        <OutboxProvider>
          <DeskFrame>{children}</DeskFrame>
        </OutboxProvider>
      </LiveProvider>
    </QueryClientProvider>
  );
}

function Guard() {
  const { client, viewer, endSession } = useDesk();
  const { isUpNow } = useLive();
  useOfflineKeeper();
  usePushKeeper();
  const { warnedUntil, stay } = useSessionGuard({ client, viewer, isLive: isUpNow, endSession });
  return (
    <>
      <IdleWarning until={warnedUntil} minutes={viewer.session.idleMinutes} onStay={stay} />
      {warnedUntil === null && <SessionExplainer />}
    </>
  );
}
