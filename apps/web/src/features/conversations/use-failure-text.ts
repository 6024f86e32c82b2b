'use client';

import { useTranslations } from 'next-intl';

/** Says why a message did not leave. The worker's word when the catalogue explains it, else what is safe and what to do. */
export function useFailureText(): (code: string | null) => string {
  const t = useTranslations('conversations.failure');
  return (code) => (code && t.has(code as never) ? t(code as never) : t('unknown'));
}
