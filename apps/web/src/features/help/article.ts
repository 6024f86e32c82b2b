import type { Locale } from '@recado/i18n';

/** An article in both languages. Its address is the same in either. */
export type Article = { slug: string } & Record<Locale, ArticleText>;
/** The body is plain text: lines that begin with `## ` are headings, those with `- ` items, and an empty line ends a paragraph. */
export type ArticleText = { title: string; summary: string; body: string };

export type Block = { kind: 'heading' | 'paragraph'; text: string } | { kind: 'list'; items: string[] };

/** The parts of a body, in order. */
export function readBody(body: string): Block[] {
  const blocks: Block[] = [];
  for (const chunk of body.trim().split(/\n\s*\n/)) {
    const lines = chunk.split('\n').map((line) => line.trim());
    if (lines.every((line) => line.startsWith('- ')))
      blocks.push({ kind: 'list', items: lines.map((line) => line.slice(2)) });
    else if (lines[0]?.startsWith('## ')) blocks.push({ kind: 'heading', text: lines[0].slice(3) });
    else blocks.push({ kind: 'paragraph', text: lines.join(' ') });
  }
  return blocks;
}

/** Text as it is compared: without accents, case and punctuation. */
export const plainOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What a search needs of an article. */
export type SearchEntry = { slug: string; title: string; summary: string; plain: string };

export function entryOf(article: Article, locale: Locale): SearchEntry {
  const { title, summary, body } = article[locale];
  return { slug: article.slug, title, summary, plain: plainOf(`${title} ${summary} ${body}`) };
}

/** The articles that hold every word, or its beginning; those that say it in their title first. All of them for no words. */
export function searchArticles(entries: readonly SearchEntry[], typed: string): SearchEntry[] {
  const words = plainOf(typed).split(' ').filter(Boolean);
  const holds = (text: string) => words.every((word) => ` ${text}`.includes(` ${word}`));
  const found = entries.filter(({ plain }) => holds(plain));
  return [
    ...found.filter(({ title }) => holds(plainOf(title))),
    ...found.filter(({ title }) => !holds(plainOf(title))),
  ];
}
