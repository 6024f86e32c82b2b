import type { Metadata } from 'next';
import { LogScreen } from '../../../features/staff/log-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.log.title);

export default function StaffLogPage() {
  return <LogScreen />;
}
