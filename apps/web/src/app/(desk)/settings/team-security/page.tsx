import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { TeamSecurityScreen } from '../../../../features/team-security/team-security-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.teamSecurity.title);

export default function TeamSecurityPage() {
  return <TeamSecurityScreen />;
}
