'use client';

import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';

/** Whom the table of places asks to be named wherever places are shown. */
export function PlaceCredit() {
  const t = useTranslations('security.history');
  const { placeCredit } = useDesk().config;
  if (!placeCredit) return null;
  return (
    <p className="text-dense text-quiet">
      {t.rich('places', {
        name: placeCredit.name,
        link: (name) => (
          <a href={placeCredit.url} target="_blank" rel="noreferrer" className="underline underline-offset-2">
            {name}
          </a>
        ),
      })}
    </p>
  );
}
