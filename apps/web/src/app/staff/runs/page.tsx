import type { Metadata } from 'next';
import { staffTitle } from '../../../features/staff/read-staff.ts';
import { RunsScreen } from '../../../features/staff/runs-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.runs.title);

export default function StaffRunsPage() {
  return <RunsScreen />;
}
