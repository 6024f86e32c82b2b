'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDayText } from './use-day-text.ts';
import { useHistory } from './use-history.ts';

/** At the beginning of a thread whose oldest lines are in a file by now: since when, and where that is. */
export function PurgedLine() {
  const t = useTranslations('exports.history');
  const day = useDayText();
  const tThread = useTranslations('conversations.thread');
  const keptSince = useHistory().data?.keptSince;
  if (!keptSince) return <p className="pt-2 pb-3 text-center text-dense text-quiet">{tThread('start')}</p>;
  return (
    <p className="tabular pt-2 pb-3 text-center text-dense text-quiet">
      <Link href="/settings/history" className="underline underline-offset-4">
        {t('inThread', { day: day(keptSince) })}
      </Link>
    </p>
  );
}
