import type { Metadata } from 'next';
import { DuplicatesScreen } from '../../../../features/duplicates/duplicates-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.duplicates.title);

export default function DuplicatesPage() {
  return <DuplicatesScreen />;
}
