'use client';

import type { Reading } from '@recado/i18n';
import { useLocale } from 'next-intl';
import { useEffect, useMemo, useState } from 'react';

/** How this reader reads moments, moving with the clock so that "hace 3 minutos" stays true. */
export function useReading(everyMs = 30_000): Reading {
  const locale = useLocale();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return useMemo(() => ({ locale, now }), [locale, now]);
}
