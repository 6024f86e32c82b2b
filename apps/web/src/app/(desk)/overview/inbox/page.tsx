import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { WaitingScreen } from '../../../../features/workspaces/waiting-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.workspaces.waiting.title);

export default function Page() {
  return <WaitingScreen />;
}
