'use client';

import { useLocale } from 'next-intl';

/** A day as people say it; batches begin and end at midnight of Greenwich. */
export const useDayText = () => {
  const locale = useLocale();
  return (at: string) => new Date(at).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
};
