'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { wireErrorOf } from './app-error.ts';

/** Says an error in the reader's language: what happened, what is safe, what to do. */
export function useErrorText(): (error: unknown) => string {
  const t = useTranslations('errors');
  return useCallback(
    (error) => {
      const { code, params } = wireErrorOf(error);
      // codes come from the server, so their type cannot be known here; unknown ones get the general sentence
      return t.has(code as never) ? t(code as never, params as never) : t('internal.unexpected');
    },
    [t],
  );
}
