import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { entryOf, readBody, searchArticles } from './article.ts';
import { articles } from './articles.ts';

const entries = articles.map((article) => entryOf(article, 'es'));
const slugs = (typed: string) => searchArticles(entries, typed).map(({ slug }) => slug);

describe('the help centre', () => {
  it('has every article of its folder, once', () => {
    const files = fs.readdirSync(path.join(import.meta.dirname, 'articles')).map((name) => name.replace('.ts', ''));
    expect(articles.map(({ slug }) => slug).sort()).toEqual(files.sort());
  });

  it.each(
    articles.flatMap((article) => (['es', 'en'] as const).map((locale) => [article.slug, locale, article] as const)),
  )('%s has the same build in %s as in the other language, and no hole', (_slug, locale, article) => {
    const shape = (text: string) =>
      readBody(text).map((block) => (block.kind === 'list' ? `list ${block.items.length}` : block.kind));
    expect(shape(article[locale].body)).toEqual(shape(article[locale === 'es' ? 'en' : 'es'].body));
    expect(article[locale].title && article[locale].summary).toBeTruthy();
    expect(article[locale].body).not.toMatch(/^#|^- .*\n[^-\n]/);
    expect(article.es.title).not.toBe(article.en.title);
  });
});

describe('searching it', () => {
  it('ignores accents, case and what surrounds words', () => {
    expect(slugs('contrasena')).toEqual(slugs('CONTRASEÑA'));
    expect(slugs('sesion,')).toEqual(slugs('sesión'));
    expect(slugs('contraseña')[0]).toBe('contrasena-compartida');
  });
  it('finds by the beginning of words, and wants all of them', () => {
    expect(slugs('inactiv')).toContain('inactividad');
    expect(slugs('recupera acceso')[0]).toBe('recuperar-acceso');
    expect(slugs('sesión hipopótamo')).toEqual([]);
  });
  it('shows everything while nothing is typed', () => {
    expect(slugs('  ')).toEqual(articles.map(({ slug }) => slug));
  });
});

describe('the light marks of an article', () => {
  it('are headings, lists and paragraphs', () => {
    expect(readBody('\nUno\ndos\n\n## Tres\n\n- a\n- b\n')).toEqual([
      { kind: 'paragraph', text: 'Uno dos' },
      { kind: 'heading', text: 'Tres' },
      { kind: 'list', items: ['a', 'b'] },
    ]);
  });
});
