'use client';

import type { DraftKey, Viewer } from '@recado/core/identity/contract';
import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { createDraftBox } from '../conversations/drafts.ts';
import { ProofDialog } from '../identity/proof-dialog.tsx';
import { TwoFactorScreen } from '../identity/two-factor-screen.tsx';
import { keepPreference } from '../shell/keep-preference.ts';
import type { Theme } from '../shell/read-preferences.ts';
import type { WireError } from './app-error.ts';
import { DeskData } from './desk-data.tsx';
import { EndedCard } from './ended-card.tsx';
import { forgetOffline } from './forget-page.ts';
import { OutsideCard } from './outside-card.tsx';
import type { PublicConfig } from './read-viewer.ts';
import { createSealer } from './sealer.ts';
import { DeskContext } from './use-desk.ts';
import { useSessionEnd } from './use-session-end.ts';

/**
 * Everything behind the door. The moment the session is over, all below is unmounted and its memory dropped: what stays is the
 * card that says why.
 */
export function Desk(props: {
  viewer: Viewer;
  draftKeys: DraftKey[];
  config: PublicConfig;
  theme: Theme;
  rememberedWorkspaceId: string | null;
  children: ReactNode;
}) {
  const { viewer, config, theme } = props;
  const t = useTranslations('shell.noWorkspace');
  const [outside, setOutside] = useState<{ workspaceId: string; address: string | null; isOwner: boolean } | null>(
    null,
  );
  const noteOutside = useCallback((workspaceId: string, { params }: WireError) => {
    forgetOffline();
    setOutside({ workspaceId, address: String(params.address ?? '') || null, isOwner: params.isOwner === true });
  }, []);
  const { over, client, proof, endSession } = useSessionEnd(viewer.person.id, noteOutside);
  const [drafts] = useState(() =>
    createDraftBox({
      storage: () => localStorage,
      personId: viewer.person.id,
      sealer: () => createSealer(props.draftKeys),
    }),
  );
  const [workspaceId, setWorkspaceId] = useState(props.rememberedWorkspaceId);
  const workspace = viewer.workspaces.find(({ id }) => id === workspaceId) ?? viewer.workspaces[0];

  const switchWorkspace = useCallback((id: string) => {
    keepPreference('workspace', id);
    setWorkspaceId(id);
  }, []);

  const hasWorkspace = workspace !== undefined && !workspace.lacksFactor;
  useEffect(() => {
    if (!hasWorkspace) forgetOffline();
  }, [hasWorkspace]);

  if (over === 'checking') return <main aria-busy className="min-h-dvh" />;
  if (over) return <EndedCard end={over} person={viewer.person} />;
  if (!workspace) {
    return (
      <main className="grid min-h-dvh place-items-center">
        {viewer.frozenOutOf[0] === undefined ? (
          <EmptyState title={t('title')} detail={t('detail')} />
        ) : (
          <EmptyState title={t('frozenTitle', { workspace: viewer.frozenOutOf[0] })} detail={t('frozenDetail')} />
        )}
      </main>
    );
  }
  return (
    <DeskContext
      value={{
        viewer,
        config,
        theme,
        workspace,
        client,
        prove: proof.ask,
        drafts,
        draftKeys: props.draftKeys,
        switchWorkspace,
        endSession,
      }}
    >
      {workspace.lacksFactor ? (
        <TwoFactorScreen isRequired />
      ) : outside?.workspaceId === workspace.id ? (
        <OutsideCard {...outside} onAgain={() => setOutside(null)} />
      ) : (
        <DeskData key={`${viewer.person.id}:${workspace.id}`}>{props.children}</DeskData>
      )}
      <ProofDialog proof={proof} />
    </DeskContext>
  );
}
