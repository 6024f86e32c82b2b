import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { WorkspaceScreen } from '../../../../features/workspaces/workspace-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.workspaces.one.title);

export default function Page() {
  return <WorkspaceScreen />;
}
