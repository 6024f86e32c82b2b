import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { TagsScreen } from '../../../../features/tags/tags-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.tags.title);

export default function TagsPage() {
  return <TagsScreen />;
}
