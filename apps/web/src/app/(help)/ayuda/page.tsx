import type { Metadata } from 'next';
import { entryOf } from '../../../features/help/article.ts';
import { articles } from '../../../features/help/articles.ts';
import { HelpSearch } from '../../../features/help/help-search.tsx';
import { readPreferences } from '../../../features/shell/read-preferences.ts';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.help.title);

export default async function HelpPage() {
  const { locale } = await readPreferences();
  return <HelpSearch entries={articles.map((article) => entryOf(article, locale))} />;
}
