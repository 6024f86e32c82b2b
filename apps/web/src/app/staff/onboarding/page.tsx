import type { Metadata } from 'next';
import { OnboardingScreen } from '../../../features/staff/onboarding-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.onboarding.title);

export default function StaffOnboardingPage() {
  return <OnboardingScreen />;
}
