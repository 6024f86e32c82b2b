'use client';

import type { Locale } from '@recado/i18n';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';

// each language is a file of its own, named in the page that needs it, so that it comes with the page's other files
const languages = {
  es: dynamic(() => import('./in-spanish.tsx').then(({ InSpanish }) => InSpanish)),
  en: dynamic(() => import('./in-english.tsx').then(({ InEnglish }) => InEnglish)),
};

/** The screens below in a language, whose texts alone the browser loads, under the product's name. */
export function Texts({ locale, product, children }: { locale: Locale; product: string; children: ReactNode }) {
  const InLanguage = languages[locale];
  return <InLanguage product={product}>{children}</InLanguage>;
}
