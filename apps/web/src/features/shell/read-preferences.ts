import { chooseLocale, type Locale } from '@recado/i18n';
import { cookies, headers } from 'next/headers';

export type Theme = 'light' | 'dark' | 'system';

/** How this browser's person wants the product to speak and look. Read on the server, so that the first paint is right. */
export async function readPreferences(): Promise<{ locale: Locale; theme: Theme }> {
  const jar = await cookies();
  const theme = jar.get('theme')?.value;
  return {
    locale: chooseLocale(jar.get('locale')?.value, (await headers()).get('accept-language')),
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
  };
}
