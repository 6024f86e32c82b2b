'use client';

import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** A browser as people call it: "Firefox en Linux"; without its system when that is not known. */
export function useDeviceName(): (of: { browser?: string; system?: string }) => string {
  const t = useTranslations('security.device');
  return useCallback(
    ({ browser, system }) =>
      browser ? (system ? t('name', { browser, system }) : t('nameOnly', { browser })) : t('unknown'),
    [t],
  );
}
