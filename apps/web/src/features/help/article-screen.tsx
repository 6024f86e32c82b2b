'use client';

import { type Locale, nameProduct } from '@recado/i18n';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type Article, readBody } from './article.ts';
import { articles } from './articles.ts';

/** One article, and the two that come after it. */
export function ArticleScreen({ article, locale }: { article: Article; locale: Locale }) {
  const t = useTranslations('help');
  const product = useTranslations('common')('product');
  const { title, summary, body } = nameProduct(article[locale], product);
  const place = articles.findIndex(({ slug }) => slug === article.slug);
  const next = [1, 2].map((step) => articles[(place + step) % articles.length] as Article);
  return (
    <>
      <Link href="/ayuda" className="inline-flex items-center gap-1.5 justify-self-start text-brand">
        <ArrowLeft size={16} aria-hidden />
        {t('all')}
      </Link>
      <article className="grid max-w-2xl gap-4 text-body">
        <h1 className="wrap-anywhere font-serif text-display">{title}</h1>
        <p className="text-lead text-quiet">{summary}</p>
        {readBody(body).map((block) =>
          block.kind === 'list' ? (
            <ul key={block.items[0]} className="grid list-disc gap-1.5 pl-5">
              {block.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          ) : block.kind === 'heading' ? (
            <h2 key={block.text} className="mt-2 font-serif text-title">
              {block.text}
            </h2>
          ) : (
            <p key={block.text}>{block.text}</p>
          ),
        )}
      </article>
      <nav aria-label={t('more')} className="grid gap-2 border-t pt-6">
        <h2 className="font-semibold">{t('more')}</h2>
        <ul className="grid gap-1.5">
          {next.map((each) => (
            <li key={each.slug}>
              <Link href={`/ayuda/${each.slug}`} className="text-brand underline underline-offset-2">
                {nameProduct(each[locale].title, product)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
