'use client';

import { Button } from '@recado/ui/button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { LoadFailure } from '../shell/load-failure.tsx';
import { Invitations } from './invitations.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { Leave } from './leave.tsx';
import { PersonLine } from './person-line.tsx';
import { SeatsNote } from './seats-note.tsx';
import { Teams } from './teams.tsx';
import { useOwnRoles, usePeople, useTeams } from './use-people.ts';

/** Who gets into the workspace, what each may do, who is there now, and whoever was invited. */
export function PeopleScreen() {
  const t = useTranslations('people');
  const tCommon = useTranslations('common');
  const { workspace } = useDesk();
  const people = usePeople();
  const roles = useOwnRoles();
  const teams = useTeams();
  const mayInvite = useMay('members.invite');
  const [isInviting, setInviting] = useState(false);
  const own = roles.data?.roles ?? [];
  const seats = people.data?.seats;
  const isFull = seats !== undefined && seats.max !== null && seats.used >= seats.max;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <div className="flex flex-col items-start justify-between gap-4 sm:flex-row sm:items-end">
          <div className="grid min-w-0 gap-1">
            <h1 className="font-serif text-display">{t('title')}</h1>
            <p className="text-body text-quiet">{t('detail', { workspace: workspace.name })}</p>
          </div>
          {mayInvite && seats && !isFull && (
            <Button look="primary" onClick={() => setInviting(true)}>
              <UserRoundPlus size={18} aria-hidden />
              {t('invite.open')}
            </Button>
          )}
        </div>
        {people.isError && people.data === undefined && <LoadFailure of={people} />}
        {people.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-3">
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </Loading>
        )}
        {people.data && (
          <section aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {mayInvite && seats && <SeatsNote seats={seats} />}
            <ul className="grid grid-cols-[minmax(0,1fr)]">
              {people.data.people.map((person) => (
                <PersonLine
                  key={person.personId}
                  person={person}
                  people={people.data.people}
                  own={own}
                  teams={teams.data ?? []}
                  seats={people.data.seats}
                />
              ))}
            </ul>
          </section>
        )}
        {mayInvite && <Invitations own={own} seats={seats} />}
        {people.data && <Teams people={people.data.people} />}
        <Leave />
      </div>
      {isInviting && seats && <InviteDialog own={own} seats={seats} onClose={() => setInviting(false)} />}
    </main>
  );
}
