import type { Metadata } from 'next';
import { SecurityScreen } from '../../../../features/security/security-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.security.title);

export default function SecurityPage() {
  return <SecurityScreen />;
}
