import type { Metadata } from 'next';
import { NotificationsScreen } from '../../../../features/notifications/notifications-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.notifications.screen.title);

export default function NotificationsPage() {
  return <NotificationsScreen />;
}
