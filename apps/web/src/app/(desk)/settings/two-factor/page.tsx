import type { Metadata } from 'next';
import { TwoFactorScreen } from '../../../../features/identity/two-factor-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.twoFactor.title);

export default function TwoFactorPage() {
  return <TwoFactorScreen />;
}
