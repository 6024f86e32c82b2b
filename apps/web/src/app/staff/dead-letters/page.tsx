import type { Metadata } from 'next';
import { DeadLettersScreen } from '../../../features/staff/dead-letters-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.deadLetters.title);

export default function StaffDeadLettersPage() {
  return <DeadLettersScreen />;
}
