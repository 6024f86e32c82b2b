import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Desk } from '../../features/session/desk.tsx';
import { EndedCard } from '../../features/session/ended-card.tsx';
import { readPublicConfig, readViewer } from '../../features/session/read-viewer.ts';
import { readPreferences } from '../../features/shell/read-preferences.ts';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { viewer, draftKeys, end } = await readViewer();
  if (!viewer) {
    if (end && end.reason !== 'none') return <EndedCard end={end} />;
    redirect('/login');
  }
  const config = await readPublicConfig();
  const { theme } = await readPreferences();
  const remembered = (await cookies()).get('workspace')?.value ?? null;
  return (
    <Desk viewer={viewer} draftKeys={draftKeys} config={config} theme={theme} rememberedWorkspaceId={remembered}>
      {children}
    </Desk>
  );
}
