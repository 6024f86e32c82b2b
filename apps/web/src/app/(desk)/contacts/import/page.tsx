import type { Metadata } from 'next';
import { ImportsScreen } from '../../../../features/imports/imports-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.imports.title);

export default function ImportPage() {
  return <ImportsScreen />;
}
