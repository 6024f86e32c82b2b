import type { Metadata } from 'next';
import { QuickRepliesScreen } from '../../../../features/conversations/quick-replies-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.settings.page['quick-replies']);

export default function QuickRepliesPage() {
  return <QuickRepliesScreen />;
}
