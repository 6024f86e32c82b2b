'use client';

import { en } from '@recado/i18n/messages/en';
import type { ReactNode } from 'react';
import { IntlProvider } from './intl-provider.tsx';

/** The screens below in English. In a file of its own, so that a browser loads one language. */
export function InEnglish({ product, children }: { product: string; children: ReactNode }) {
  return (
    <IntlProvider locale="en" messages={en} product={product}>
      {children}
    </IntlProvider>
  );
}
