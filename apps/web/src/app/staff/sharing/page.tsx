import type { Metadata } from 'next';
import { OpportunitiesScreen } from '../../../features/staff/opportunities-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.sharing.title);

export default function StaffSharingPage() {
  return <OpportunitiesScreen />;
}
