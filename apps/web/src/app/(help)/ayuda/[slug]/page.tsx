import { nameProduct } from '@recado/i18n';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ArticleScreen } from '../../../../features/help/article-screen.tsx';
import { articles } from '../../../../features/help/articles.ts';
import { readPublicConfig } from '../../../../features/session/read-viewer.ts';
import { readPreferences } from '../../../../features/shell/read-preferences.ts';

type Asked = { params: Promise<{ slug: string }> };

const find = async ({ params }: Asked) => {
  const { slug } = await params;
  return articles.find((article) => article.slug === slug);
};

export async function generateMetadata(asked: Asked): Promise<Metadata> {
  const { locale } = await readPreferences();
  const { productName } = await readPublicConfig();
  return { title: nameProduct((await find(asked))?.[locale].title, productName) };
}

export default async function ArticlePage(asked: Asked) {
  const article = await find(asked);
  if (!article) notFound();
  const { locale } = await readPreferences();
  return <ArticleScreen article={article} locale={locale} />;
}
