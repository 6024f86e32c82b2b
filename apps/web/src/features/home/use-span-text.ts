'use client';

import { useTranslations } from 'next-intl';

/** A length of time in the two units that read best: 40 s, 12 min, 3 h 20 min, 2 days. */
export function useSpanText(): (seconds: number) => string {
  const t = useTranslations('home.month');
  return (seconds) => {
    if (seconds < 60) return t('seconds', { seconds: Math.round(seconds) });
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return t('minutes', { minutes });
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return t('hours', { hours, minutes: hours < 10 ? minutes % 60 : 0 }).trim();
    return t('days', { days: Math.round(hours / 24) });
  };
}
