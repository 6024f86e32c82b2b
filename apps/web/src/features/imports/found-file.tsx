'use client';

import { formatBytes } from '@recado/i18n';
import { useLocale, useTranslations } from 'next-intl';
import type { Import } from './one-import.tsx';

const signs: Record<string, 'comma' | 'semicolon' | 'tab' | 'bar'> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

/** What was found in the file before anybody was asked. */
export function FoundFile({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const facts: [label: string, value: string][] = [
    [t('found.product'), one.product ? t(`products.${one.product}` as never) : t('found.unknown')],
    [t('found.format'), t(`formats.${one.format}`)],
    ...(one.delimiter
      ? [[t('found.delimiter'), t(`found.${signs[one.delimiter] ?? 'comma'}`)] as [string, string]]
      : []),
    ...(one.encoding ? [[t('found.encoding'), one.encoding.toUpperCase()] as [string, string]] : []),
    [t('found.columns'), String(one.columns.length)],
    [t('found.size'), formatBytes(one.bytes, locale)],
  ];
  return (
    <section className="grid gap-3 rounded-card border bg-surface p-4">
      <h2 className="wrap-anywhere font-semibold">{one.name}</h2>
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt className="text-dense text-quiet">{label}</dt>
            <dd className="tabular">{value}</dd>
          </div>
        ))}
      </dl>
      {(one.format === 'csv' || one.format === 'xlsx') && (
        <p className="text-dense text-quiet">{t(one.hasHeader ? 'found.header' : 'found.noHeader')}</p>
      )}
    </section>
  );
}
