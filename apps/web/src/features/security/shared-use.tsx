'use client';

import type { SeenSignal } from '@recado/core/growth/contract';
import { formatDay } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { PlaceCredit } from './place-credit.tsx';
import { signalWords } from './say-signal.ts';
import { Section } from './section.tsx';
import { useDeviceName } from './use-device-name.ts';
import { useOwnAction, useOwnSharing } from './use-own-account.ts';

/** Why the account looks as if several people used it, in words, and the way to say that it is all one. Nothing where nothing was seen. */
export function SharedUse() {
  const t = useTranslations('security.shared');
  const { client, viewer } = useDesk();
  const shared = useOwnSharing();
  const { isBusy, run } = useOwnAction();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  // most people have nothing to read here, and no frame around it either
  if (!shared.data) return null;
  const { state, contestedAt, signals } = shared.data;
  const isContested = state === 'contested';
  return (
    <Section
      title={t('title')}
      badge={isContested && <Badge tone="good">{t('contested')}</Badge>}
      detail={
        isContested && contestedAt
          ? t('contestedDetail', { day: formatDay(new Date(contestedAt), reading) })
          : t('detail')
      }
      action={
        !isContested && (
          <Button busy={isBusy} onClick={() => void run(() => client.ownAccount.contestSharing.mutate(), t('done'))}>
            {t('allMe')}
          </Button>
        )
      }
    >
      <ul aria-label={t('list')} className="grid grid-cols-[minmax(0,1fr)]">
        {signals.map((signal) => (
          <Line key={signal.key} signal={signal} />
        ))}
      </ul>
      {signals.some(({ between }) => between.some(({ place }) => place)) && <PlaceCredit />}
    </Section>
  );
}

function Line({ signal }: { signal: SeenSignal }) {
  const t = useTranslations('security.shared');
  const locale = useLocale();
  const nameOf = useDeviceName();
  const { viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const and = (parts: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
  return (
    <li className="wrap-anywhere border-b py-3 first-letter:uppercase last:border-b-0">
      <span className="tabular text-quiet">{formatDay(new Date(signal.at), reading)}: </span>
      {t(`kind.${signal.kind}`, signalWords(signal, { locale, nameOf, and }))}
    </li>
  );
}
