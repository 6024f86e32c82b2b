'use client';

import { en } from '@recado/i18n/messages/en';
import type { ReactNode } from 'react';
import { IntlProvider } from './intl-provider.tsx';

/** The screens below in English. In a file of its own, so that a browser loads one language. */
export function InEnglish({ children }: { children: ReactNode }) {
  return (
    <IntlProvider locale="en" messages={en}>
      {children}
    </IntlProvider>
  );
}
