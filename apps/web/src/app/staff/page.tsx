import type { Metadata } from 'next';
import { FunctionsScreen } from '../../features/staff/functions-screen.tsx';
import { staffTitle } from '../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.functions.title);

export default function StaffPage() {
  return <FunctionsScreen />;
}
