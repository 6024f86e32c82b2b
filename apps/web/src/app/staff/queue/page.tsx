import type { Metadata } from 'next';
import { QueueScreen } from '../../../features/staff/queue-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.queue.title);

export default function StaffQueuePage() {
  return <QueueScreen />;
}
