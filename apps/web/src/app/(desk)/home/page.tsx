import type { Metadata } from 'next';
import { HomeScreen } from '../../../features/home/home-screen.tsx';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.shell.nav.home);

export default function Page() {
  return <HomeScreen />;
}
