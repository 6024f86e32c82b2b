import type { Metadata } from 'next';
import { StopMailForm } from '../../../../features/notifications/stop-mail-form.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.notifications.off.title);

export default function StopMailPage() {
  return <StopMailForm />;
}
