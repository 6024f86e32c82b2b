'use client';

import type { Locale } from '@recado/i18n';
import type { ScreenMessages } from '@recado/i18n/messages/es';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';

/** Gives the screens below their texts. Dates go through our own formatters, which use the zone of the browser. */
export function IntlProvider({
  locale,
  messages,
  children,
}: {
  locale: Locale;
  messages: Partial<ScreenMessages>;
  children: ReactNode;
}) {
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
