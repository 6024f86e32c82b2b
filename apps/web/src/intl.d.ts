import type { Locale } from '@recado/i18n';
import type { Messages } from '@recado/i18n/messages';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
