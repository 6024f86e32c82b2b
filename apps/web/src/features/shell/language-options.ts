import type { Locale } from '@recado/i18n';

/** The languages, each under its own name, so that whoever reads only that one finds it. */
export const languageOptions: readonly { value: Locale; label: string }[] = [
  { value: 'es', label: 'Español' },
  { value: 'en', label: 'English' },
];
