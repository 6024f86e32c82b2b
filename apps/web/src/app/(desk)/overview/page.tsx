import type { Metadata } from 'next';
import { titleOf } from '../../../features/shell/title-of.ts';
import { OverviewScreen } from '../../../features/workspaces/overview-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.workspaces.overview.title);

export default function Page() {
  return <OverviewScreen />;
}
