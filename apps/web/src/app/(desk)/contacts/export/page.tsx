import type { Metadata } from 'next';
import { ExportsScreen } from '../../../../features/exports/exports-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.exports.title);

export default function ExportPage() {
  return <ExportsScreen />;
}
