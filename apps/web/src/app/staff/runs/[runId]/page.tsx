import type { Metadata } from 'next';
import { staffTitle } from '../../../../features/staff/read-staff.ts';
import { RunScreen } from '../../../../features/staff/run-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.run.title);

export default function StaffRunPage() {
  return <RunScreen />;
}
