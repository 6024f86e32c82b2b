'use client';

import { type Locale, nameProduct, OWN_NAME } from '@recado/i18n';
import type { ScreenMessages } from '@recado/i18n/messages/es';
import { NextIntlClientProvider } from 'next-intl';
import { type ReactNode, useMemo } from 'react';

/** Gives the screens below their texts. Dates go through our own formatters, which use the zone of the browser. */
export function IntlProvider({
  locale,
  messages,
  product = OWN_NAME,
  children,
}: {
  locale: Locale;
  messages: Partial<ScreenMessages>;
  product?: string;
  children: ReactNode;
}) {
  const named = useMemo(() => nameProduct(messages, product), [messages, product]);
  return (
    <NextIntlClientProvider locale={locale} messages={named} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
