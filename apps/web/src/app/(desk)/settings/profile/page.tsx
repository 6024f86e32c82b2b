import type { Metadata } from 'next';
import { ProfileScreen } from '../../../../features/profile/profile-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.profile.title);

export default function ProfilePage() {
  return <ProfileScreen />;
}
