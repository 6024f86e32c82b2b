'use client';

import type { HistoryEvent } from '@recado/core/identity/contract';
import { placeName } from '@recado/core/identity/rules';
import { formatWhen } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { clsx } from 'clsx';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { isAlarming, sentenceOf } from './event-sentence.ts';
import { PlaceCredit } from './place-credit.tsx';
import { Section } from './section.tsx';
import { useDeviceName } from './use-device-name.ts';
import { useOwnEvents } from './use-own-account.ts';

/** What happened to one's sessions in 90 days, each as a sentence. */
export function History() {
  const t = useTranslations('security.history');
  const events = useOwnEvents();
  const rows = events.data?.pages.flat() ?? [];
  return (
    <Section title={t('title')} detail={t('detail')} asked={events}>
      {rows.length > 0 && (
        <ul aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)]">
          {rows.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        </ul>
      )}
      {events.hasNextPage && (
        <Button
          busy={events.isFetchingNextPage}
          className="justify-self-center"
          onClick={() => void events.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
      {rows.some(({ place }) => place) && <PlaceCredit />}
    </Section>
  );
}

function EventLine({ event }: { event: HistoryEvent }) {
  const t = useTranslations('security');
  const locale = useLocale();
  const { viewer } = useDesk();
  const nameOf = useDeviceName();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const words = {
    device: nameOf(event.device ?? event),
    other: nameOf(event.by ?? {}),
    sessions: event.sessions ?? 0,
    events: event.events ?? 0,
    way: event.way ?? 'other',
  };
  return (
    <li
      data-event={event.kind}
      className="grid gap-x-4 gap-y-0.5 border-b py-2.5 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <p className={clsx('wrap-anywhere min-w-0', isAlarming(event.kind) && 'font-semibold')}>
        {t(`event.${sentenceOf(event)}`, words)}
        {event.place && <span className="text-quiet"> · {t('near', { place: placeName(event.place, locale) })}</span>}
      </p>
      <time dateTime={event.at} className="tabular whitespace-nowrap text-dense text-quiet">
        {formatWhen(new Date(event.at), reading)}
      </time>
    </li>
  );
}
