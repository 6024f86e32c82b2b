'use client';

import type { SessionCard } from '@recado/core/identity/contract';
import { formatAgo, formatWhen } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { DeviceLine } from './device-line.tsx';
import { Section } from './section.tsx';
import { useDeviceName } from './use-device-name.ts';
import { useOwnAction, useOwnSessions } from './use-own-account.ts';

/** Where the account is open now, and the way to close it there. */
export function LiveSessions() {
  const t = useTranslations('security.sessions');
  const { client } = useDesk();
  const sessions = useOwnSessions();
  const { isBusy, run } = useOwnAction();
  const [isAsking, setAsking] = useState(false);
  const others = (sessions.data ?? []).filter(({ isCurrent }) => !isCurrent).length;
  return (
    <Section
      title={t('title')}
      detail={t('detail')}
      asked={sessions}
      action={
        others > 0 && (
          <Button busy={isBusy} onClick={() => setAsking(true)}>
            {t('endOthers')}
          </Button>
        )
      }
    >
      {sessions.data && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {sessions.data.map((session) => (
            <SessionLine key={session.id} session={session} />
          ))}
        </ul>
      )}
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('endOthersTitle')}
        detail={t('endOthersDetail', { count: others })}
        confirm={t('endOthers')}
        look="danger"
        onConfirm={() => {
          setAsking(false);
          void run(() => client.sessionsSingle.terminateOthers.mutate(), t('ended'));
        }}
      />
    </Section>
  );
}

function SessionLine({ session }: { session: SessionCard }) {
  const t = useTranslations('security');
  const { client, viewer } = useDesk();
  const { isBusy, run } = useOwnAction();
  const nameOf = useDeviceName();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const name = nameOf(session);
  // a session is told at most once a minute that somebody is there
  const isNow = session.isCurrent || reading.now.getTime() - Date.parse(session.lastSeenAt) < 180_000;
  return (
    <DeviceLine
      kind="session"
      {...{ isCurrent: session.isCurrent, deviceType: session.deviceType, name, place: session.place }}
      badge={session.isCurrent && <Badge tone="good">{t('sessions.current')}</Badge>}
      times={
        <>
          <span>
            {isNow
              ? t('sessions.activeNow')
              : t('sessions.active', { ago: formatAgo(new Date(session.lastSeenAt), reading) })}
          </span>
          <span>{t('sessions.since', { when: formatWhen(new Date(session.startedAt), reading) })}</span>
        </>
      }
    >
      {!session.isCurrent && (
        <Button
          size="small"
          busy={isBusy}
          aria-label={t('sessions.endOne', { device: name })}
          onClick={() =>
            void run(() => client.sessionsSingle.terminateOne.mutate({ sessionId: session.id }), t('sessions.ended'))
          }
        >
          {t('sessions.end')}
        </Button>
      )}
    </DeviceLine>
  );
}
