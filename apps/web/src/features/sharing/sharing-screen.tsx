'use client';

import { may } from '@recado/core/access/contract';
import { useTranslations } from 'next-intl';
import { useOwnRoles, usePeople, useTeams } from '../people/use-people.ts';
import { Section } from '../security/section.tsx';
import { SharingForm } from './sharing-form.tsx';
import { useAssignment } from './use-assignment.ts';

/** How what comes in is shared out among the team, and the hours that the business works. */
export function SharingScreen() {
  const t = useTranslations('sharing');
  const assignment = useAssignment();
  const people = usePeople();
  const teams = useTeams();
  const own = useOwnRoles();
  const failed = [assignment, people, teams, own].find(({ isError, data }) => isError && data === undefined);
  const { data } = assignment;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={failed ?? assignment}>
          {data && people.data && teams.data && own.data && (
            <SharingForm
              key={JSON.stringify(data.rules)}
              saved={data.rules}
              timeZone={data.timeZone}
              // whoever may not answer is given nothing
              people={people.data.people.filter(
                ({ isBlocked, role, customRoleId }) =>
                  !isBlocked &&
                  may(role, 'conversations.write', own.data.roles.find(({ id }) => id === customRoleId)?.permissions),
              )}
              teams={teams.data}
            />
          )}
        </Section>
      </div>
    </main>
  );
}
