import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { WorkspacesScreen } from '../../../../features/workspaces/workspaces-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.workspaces.list.title);

export default function Page() {
  return <WorkspacesScreen />;
}
