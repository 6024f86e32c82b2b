import { countryCodes } from '@recado/core/contacts/contract';
import { useLocale } from 'next-intl';
import { useMemo } from 'react';

/** Every country with its name, in the reader's order. */
export function useCountries(): readonly (readonly [code: string, name: string])[] {
  const locale = useLocale();
  return useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: 'region' });
    return countryCodes
      .map((code) => [code, names.of(code) ?? code] as const)
      .sort(([, a], [, b]) => a.localeCompare(b, locale));
  }, [locale]);
}
