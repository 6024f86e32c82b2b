'use client';

import { nameProduct } from '@recado/i18n';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { type SearchEntry, searchArticles } from './article.ts';

/** The articles, and the words that narrow them. */
export function HelpSearch({ entries }: { entries: readonly SearchEntry[] }) {
  const t = useTranslations('help');
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed);
  const product = useTranslations('common')('product');
  const found = searchArticles(nameProduct(entries, product), words);
  return (
    <>
      <div className="grid gap-1">
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail')}</p>
      </div>
      <Field label={t('search')}>
        {(control) => (
          <TextInput {...control} type="search" value={typed} onChange={({ target }) => setTyped(target.value)} />
        )}
      </Field>
      <p role="status" className={words.trim() ? 'text-dense text-quiet' : 'sr-only'}>
        {words.trim() && found.length === 0 ? t('none', { words: words.trim() }) : t('found', { count: found.length })}
      </p>
      <ul className="grid grid-cols-[minmax(0,1fr)] border-t">
        {found.map(({ slug, title, summary }) => (
          <li key={slug} className="border-b">
            <Link href={`/ayuda/${slug}`} className="grid gap-1 py-4 hover:text-brand">
              <span className="font-semibold text-lead">{title}</span>
              <span className="text-body text-quiet">{summary}</span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
