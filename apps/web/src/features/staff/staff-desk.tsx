'use client';

import type { Viewer } from '@recado/core/identity/contract';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import type { JobsConsole } from '../../server/services.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { EndedCard } from '../session/ended-card.tsx';
import { IdleWarning } from '../session/idle-warning.tsx';
import { useSessionEnd } from '../session/use-session-end.ts';
import { useSessionGuard } from '../session/use-session-guard.ts';
import type { Theme } from '../shell/read-preferences.ts';
import { InngestCard } from './inngest-card.tsx';
import { isOfAnyEngine, StaffFrame } from './staff-frame.tsx';
import { StaffContext } from './use-staff.ts';

// no stream tells here, so the guard asks by itself
const isNeverLive = () => false;

/** What the server has refused it refuses again; only silence may be chance. */
const isWorthRetrying = (failures: number, error: unknown): boolean =>
  failures < 1 && ['network.offline', 'kernel.unavailable'].includes(wireErrorOf(error).code);

/** Everything behind the staff's door. No company's desk is loaded here, and the moment the session is over nothing stays. */
export function StaffDesk({
  viewer,
  theme,
  console,
  children,
}: {
  viewer: Viewer;
  theme: Theme;
  console: JobsConsole;
  children: ReactNode;
}) {
  const { person } = viewer;
  const { over, client, endSession } = useSessionEnd(person.id);
  const { warnedUntil, stay } = useSessionGuard({ client, viewer, isLive: isNeverLive, endSession });
  const path = usePathname();
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { retry: isWorthRetrying, networkMode: 'always', staleTime: 1_000 } },
      }),
  );
  useEffect(() => {
    if (over) queries.clear();
  }, [over, queries]);
  if (over === 'checking') return <main aria-busy className="min-h-dvh" />;
  if (over) return <EndedCard end={over} person={person} />;
  return (
    <StaffContext value={{ person, theme, client }}>
      <QueryClientProvider client={queries}>
        <IdleWarning until={warnedUntil} minutes={viewer.session.idleMinutes} onStay={stay} />
        <StaffFrame hasConsole={console.kind === 'embedded'}>
          {console.kind === 'embedded' || isOfAnyEngine(path) ? children : <InngestCard url={console.url} />}
        </StaffFrame>
      </QueryClientProvider>
    </StaffContext>
  );
}
