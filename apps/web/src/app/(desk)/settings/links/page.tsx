import type { Metadata } from 'next';
import { LinksScreen } from '../../../../features/links/links-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.links.title);

export default function LinksPage() {
  return <LinksScreen />;
}
