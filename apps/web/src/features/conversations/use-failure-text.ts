'use client';

import { useTranslations } from 'next-intl';

/** Says why a message did not leave: the cause that the catalogue explains, a refusal by its number, else what is safe and what to do. */
export function useFailureText(): (code: string | null) => string {
  const t = useTranslations('conversations.failure');
  return (code) => {
    if (!code) return t('unknown');
    if (t.has(code as never)) return t(code as never);
    return /^\d+$/.test(code) ? t('rejected') : t('unknown');
  };
}
