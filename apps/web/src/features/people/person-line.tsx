'use client';

import { type CustomRoleRow, mayGrant, rightsOf } from '@recado/core/access/contract';
import { formatMoney, formatWhen } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Badge } from '@recado/ui/badge';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Ellipsis } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay, useRights } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { photoAddress } from './photo-address.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';
import { type Person, type Seats, type Team, usePeopleAction } from './use-people.ts';
import { useRoleText } from './use-role-text.ts';

/** Somebody of the workspace: what they may, whether they are there, and what can be done about them. */
export function PersonLine({
  person,
  people,
  own,
  teams,
  seats,
}: {
  person: Person;
  people: readonly Person[];
  own: readonly CustomRoleRow[];
  teams: readonly Team[];
  seats: Seats;
}) {
  const t = useTranslations('people');
  const { client, viewer, workspace } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const roleText = useRoleText(own);
  const rights = useRights();
  const { run } = usePeopleAction();
  const [asking, setAsking] = useState<'role' | 'block' | 'unblock' | 'remove' | null>(null);
  const { personId, name } = person;
  const isSelf = personId === viewer.person.id;
  const theirs = rightsOf(person.role, own.find((each) => each.id === person.customRoleId)?.permissions ?? null);
  // nobody touches somebody mightier; the server asks again
  const isInReach = workspace.role === 'owner' || (person.role !== 'owner' && mayGrant(rights, theirs));
  const mayUpdate = useMay('members.update') && isInReach;
  const mayRemove = useMay('members.remove') && isInReach && !isSelf;
  const close = () => setAsking(null);
  const setBlocked = (blocked: boolean) =>
    void run(
      (workspaceId) => client.people.setBlocked.mutate({ workspaceId, input: { personId, blocked } }),
      blocked ? t('blockedDone', { name }) : t('unblockedDone', { name }),
    );
  const when = (text: string) => formatWhen(new Date(text), reading);
  return (
    <li className="flex items-start gap-3 border-b py-3 last:border-b-0">
      <span className="relative shrink-0">
        <Avatar name={name} seed={personId} src={photoAddress(person, viewer.person.id)} />
        {person.isOnline && (
          <span aria-hidden className="absolute right-0 bottom-0 size-3 rounded-full border-2 border-surface bg-good" />
        )}
      </span>
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          <span className="wrap-anywhere min-w-0">
            {name}
            {isSelf && <span className="font-normal text-quiet">{` (${t('you')})`}</span>}
          </span>
          <Badge tone={person.role === 'owner' ? 'brand' : 'neutral'}>
            {roleText(person.role, person.customRoleId).name}
          </Badge>
          {person.isBlocked && <Badge tone="danger">{t(person.isFrozen ? 'frozen' : 'blocked')}</Badge>}
        </p>
        <p className="wrap-anywhere text-dense text-quiet">{person.email}</p>
        <p className="tabular flex flex-wrap gap-x-3 gap-y-0.5 text-dense text-quiet">
          <span className={person.isOnline ? 'font-medium text-good' : undefined}>
            {person.isOnline ? t('online') : person.lastSeenAt ? when(person.lastSeenAt) : t('unseen')}
          </span>
          {person.lastLoginAt && <span>{t('lastLogin', { when: when(person.lastLoginAt) })}</span>}
          {teams
            .filter((team) => person.teamIds.includes(team.id))
            .map((team) => (
              <span key={team.id}>{team.name}</span>
            ))}
        </p>
      </div>
      {(mayUpdate || mayRemove) && (
        <Menu
          align="end"
          trigger={
            <IconButton label={t('more', { name })}>
              <Ellipsis size={20} aria-hidden />
            </IconButton>
          }
        >
          {mayUpdate && <MenuItem onSelect={() => setAsking('role')}>{t('changeRole')}</MenuItem>}
          {mayUpdate && !isSelf && person.isBlocked && !person.isFrozen && (
            <MenuItem onSelect={() => (seats.nextCents > 0 ? setAsking('unblock') : setBlocked(false))}>
              {t('unblock')}
            </MenuItem>
          )}
          {mayUpdate && !isSelf && !person.isBlocked && (
            <MenuItem tone="danger" onSelect={() => setAsking('block')}>
              {t('block')}
            </MenuItem>
          )}
          {mayRemove && (
            <MenuItem tone="danger" onSelect={() => setAsking('remove')}>
              {t('remove')}
            </MenuItem>
          )}
        </Menu>
      )}
      {asking === 'role' && <RoleDialog person={person} own={own} onClose={close} />}
      {asking === 'remove' && <RemoveDialog person={person} people={people} onClose={close} />}
      <ConfirmDialog
        open={asking === 'unblock'}
        setOpen={close}
        title={t('unblockTitle', { name })}
        detail={t('unblockDetail', {
          price: formatMoney(seats.nextCents, seats.currency, locale),
          interval: seats.interval,
        })}
        confirm={t('unblock')}
        look="primary"
        onConfirm={() => {
          close();
          setBlocked(false);
        }}
      />
      <ConfirmDialog
        open={asking === 'block'}
        setOpen={close}
        title={t('blockTitle', { name })}
        detail={t('blockDetail')}
        confirm={t('block')}
        look="danger"
        onConfirm={() => {
          close();
          setBlocked(true);
        }}
      />
    </li>
  );
}
