import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { InboxScreen } from '../../../features/conversations/inbox-screen.tsx';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.inbox.title);

export default function InboxLayout({ children }: { children: ReactNode }) {
  return <InboxScreen>{children}</InboxScreen>;
}
