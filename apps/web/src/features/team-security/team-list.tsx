'use client';

import { placeName } from '@recado/core/identity/rules';
import type { TeamMember, TeamSecurity } from '@recado/core/policies/contract';
import { formatAgo } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Badge } from '@recado/ui/badge';
import { useLocale, useTranslations } from 'next-intl';
import { useOwnRoles } from '../people/use-people.ts';
import { useRoleText } from '../people/use-role-text.ts';
import { DeviceIcon } from '../security/device-icon.tsx';
import { useDeviceName } from '../security/use-device-name.ts';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { isProtected } from './protection.ts';

/** The team in numbers: who is in, what protects it, and what leaves it. */
export function Figures({ team: { people, liveLinks, exports } }: { team: TeamSecurity }) {
  const t = useTranslations('teamSecurity.figures');
  const sum = (of: (person: TeamMember) => number) => people.reduce((total, person) => total + of(person), 0);
  const part = (count: number) => t('insideOf', { count, total: people.length });
  const figures = [
    ['inside', part(people.filter(({ sessions }) => sessions.length > 0).length)],
    ['factor', part(people.filter(isProtected).length)],
    ['newDevices', String(sum(({ newDevices }) => newDevices))],
    ['refused', String(sum(({ refused }) => refused))],
    ['failed', String(sum(({ failed }) => failed))],
    ['exports', String(exports)],
    ['links', String(liveLinks)],
  ] as const;
  return (
    <dl aria-label={t('label')} className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-4">
      {figures.map(([key, figure]) => (
        <div
          key={key}
          data-figure={key}
          className="grid content-between gap-0.5 rounded-card border bg-surface px-4 py-3"
        >
          <dt className="text-dense text-quiet">{t(key)}</dt>
          <dd className="tabular font-serif text-title">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The people, whoever is in first: what protects each, and from where they are in. */
export function TeamList({ people }: { people: TeamMember[] }) {
  const sorted = [...people].sort((a, b) => Number(b.sessions.length > 0) - Number(a.sessions.length > 0));
  return (
    <ul id="people" className="grid scroll-mt-4 grid-cols-[minmax(0,1fr)]">
      {sorted.map((person) => (
        <Person key={person.personId} person={person} />
      ))}
    </ul>
  );
}

function Person({ person }: { person: TeamMember }) {
  const t = useTranslations('teamSecurity.people');
  const locale = useLocale();
  const { viewer } = useDesk();
  const deviceName = useDeviceName();
  const roleText = useRoleText(useOwnRoles().data?.roles ?? []);
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const { personId, name, role, factors, passkeys, sessions, newDevices, refused, failed } = person;
  return (
    <li data-person={name} className="flex items-start gap-3 border-b py-3 last:border-b-0">
      <Avatar name={name} seed={personId} />
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          <span className="wrap-anywhere min-w-0">
            {name}
            {personId === viewer.person.id && <span className="font-normal text-quiet">{` (${t('you')})`}</span>}
          </span>
          <span className="font-normal text-dense text-quiet">{roleText(role, null).name}</span>
        </p>
        <p className="flex flex-wrap gap-1.5">
          {factors.length > 0 && <Badge tone="good">{t('totp')}</Badge>}
          {passkeys > 0 && <Badge tone="good">{t('passkey')}</Badge>}
          {!isProtected(person) && <Badge tone="attention">{t('bare')}</Badge>}
          {newDevices > 0 && <Badge>{t('newDevices', { count: newDevices })}</Badge>}
          {refused > 0 && <Badge tone="danger">{t('refused', { count: refused })}</Badge>}
          {failed > 0 && <Badge tone="attention">{t('failed', { count: failed })}</Badge>}
        </p>
        {sessions.length === 0 ? (
          <p className="text-dense text-quiet">{t('away')}</p>
        ) : (
          <ul className="grid gap-1">
            {sessions.map((session) => {
              // a session is told at most once a minute that somebody is there
              const isNow = reading.now.getTime() - Date.parse(session.lastSeenAt) < 180_000;
              return (
                <li key={`${session.browser} ${session.lastSeenAt}`} className="flex items-start gap-2 text-dense">
                  <DeviceIcon type={session.deviceType} />
                  <span className="tabular mt-0.5 flex min-w-0 flex-wrap gap-x-2.5 leading-5">
                    <span>{deviceName(session)}</span>
                    {session.place && (
                      <span className="text-quiet">{t('near', { place: placeName(session.place, locale) })}</span>
                    )}
                    <span className={isNow ? 'font-medium text-good' : 'text-quiet'}>
                      {isNow ? t('now') : t('active', { ago: formatAgo(new Date(session.lastSeenAt), reading) })}
                    </span>
                  </span>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </li>
  );
}
