import type { Metadata } from 'next';
import { SharingScreen } from '../../../../features/sharing/sharing-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.sharing.title);

export default function SharingPage() {
  return <SharingScreen />;
}
