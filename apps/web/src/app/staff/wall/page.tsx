import type { Metadata } from 'next';
import { staffTitle } from '../../../features/staff/read-staff.ts';
import { WallScreen } from '../../../features/staff/wall-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.wall.title);

export default function StaffWallPage() {
  return <WallScreen />;
}
