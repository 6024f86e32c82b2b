import type { Metadata } from 'next';
import { ConnectionsScreen } from '../../../../features/channels/connections-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.channels.title);

export default function ConnectionsPage() {
  return <ConnectionsScreen />;
}
