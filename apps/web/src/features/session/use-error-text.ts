'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { wireErrorOf } from './app-error.ts';

/** Says an error in the reader's language: what happened, what is safe, what to do. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('errors');
  const locale = useLocale() as 'es' | 'en';
  return useCallback(
    (error) => {
      const { code, params } = wireErrorOf(error);
      // codes come from the server, so their type cannot be known here; unknown ones get the general sentence
      return t.has(code as never) ? t(code as never, inLanguage(params, locale) as never) : t('internal.unexpected');
    },
    [t, locale],
  );
}

/** What is called differently in each language in the reader's own: the names of plans. What has no name says so. */
const inLanguage = (params: Record<string, unknown>, locale: 'es' | 'en') =>
  'planName' in params
    ? { ...params, planName: (params.planName as { es: string; en: string } | null)?.[locale] ?? 'none' }
    : params;
