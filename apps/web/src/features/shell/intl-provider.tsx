'use client';

import type { Locale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';

/** Gives the screens below their texts. Dates go through our own formatters, which use the zone of the browser. */
export function IntlProvider({ locale, children }: { locale: Locale; children: ReactNode }) {
  return (
    <NextIntlClientProvider locale={locale} messages={messagesOf(locale)} timeZone="UTC">
      {children}
    </NextIntlClientProvider>
  );
}
