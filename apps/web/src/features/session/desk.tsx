'use client';

import type { SessionEnd, Viewer } from '@recado/core/identity/contract';
import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { keepPreference } from '../shell/keep-preference.ts';
import type { Theme } from '../shell/read-preferences.ts';
import { type WireError, wireErrorOf } from './app-error.ts';
import { DeskData } from './desk-data.tsx';
import { EndedCard } from './ended-card.tsx';
import { forgetPage } from './forget-page.ts';
import type { PublicConfig } from './read-viewer.ts';
import { endOf } from './session-over.ts';
import { makeTrpcClient } from './trpc-client.ts';
import { DeskContext } from './use-desk.ts';

/**
 * Everything behind the door. The moment the session is over, all below is unmounted and its memory dropped: what stays is the
 * card that says why.
 */
export function Desk(props: {
  viewer: Viewer;
  config: PublicConfig;
  theme: Theme;
  rememberedWorkspaceId: string | null;
  children: ReactNode;
}) {
  const { viewer, config, theme } = props;
  const t = useTranslations('shell.noWorkspace');
  const [over, setOver] = useState<(SessionEnd & { code: string }) | 'checking' | null>(null);
  const [workspaceId, setWorkspaceId] = useState(props.rememberedWorkspaceId);
  const workspace = viewer.workspaces.find(({ id }) => id === workspaceId) ?? viewer.workspaces[0];

  const endSession = useCallback(
    (error: WireError) => {
      const end = endOf(error);
      if (end.reason !== 'replaced') return setOver((now) => now ?? end);
      // this browser's cookie is another one now; dark first, then the server says whether it is the same person again
      setOver('checking');
      makeTrpcClient({ personId: viewer.person.id })
        .sessionsSingle.validateSession.query()
        .then(
          () => location.reload(),
          (refused) => setOver(endOf(wireErrorOf(refused))),
        );
    },
    [viewer.person.id],
  );
  const client = useMemo(
    () => makeTrpcClient({ personId: viewer.person.id, onOver: endSession }),
    [viewer.person.id, endSession],
  );
  const switchWorkspace = useCallback((id: string) => {
    keepPreference('workspace', id);
    setWorkspaceId(id);
  }, []);

  useEffect(() => {
    if (over) forgetPage();
  }, [over]);

  if (over === 'checking') return <main aria-busy className="min-h-dvh" />;
  if (over) return <EndedCard end={over} />;
  if (!workspace) {
    return (
      <main className="grid min-h-dvh place-items-center">
        <EmptyState title={t('title')} detail={t('detail')} />
      </main>
    );
  }
  return (
    <DeskContext value={{ viewer, config, theme, workspace, client, switchWorkspace, endSession }}>
      <DeskData key={`${viewer.person.id}:${workspace.id}`}>{props.children}</DeskData>
    </DeskContext>
  );
}
