'use client';

import { es } from '@recado/i18n/messages/es';
import type { ReactNode } from 'react';
import { IntlProvider } from './intl-provider.tsx';

/** The screens below in Spanish. In a file of its own, so that a browser loads one language. */
export function InSpanish({ product, children }: { product: string; children: ReactNode }) {
  return (
    <IntlProvider locale="es" messages={es} product={product}>
      {children}
    </IntlProvider>
  );
}
