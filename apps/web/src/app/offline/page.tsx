import type { Metadata } from 'next';
import { OfflineScreen } from '../../features/offline/offline-screen.tsx';
import { titleOf } from '../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.shell.offline.title);

/** What the worker shows in place of a page that the network did not bring. It is kept by browsers, so it says nothing of anybody. */
export default function OfflinePage() {
  return <OfflineScreen />;
}
