import type { Metadata } from 'next';
import { GrowthScreen } from '../../../features/staff/growth-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.growth.title);

export default function StaffGrowthPage() {
  return <GrowthScreen />;
}
