'use client';

import { useTranslations } from 'next-intl';
import { usePeople, useTeams } from '../people/use-people.ts';
import { Section } from '../security/section.tsx';
import { SharingForm } from './sharing-form.tsx';
import { useAssignment } from './use-assignment.ts';

/** How what comes in is shared out among the team, and the hours that the business works. */
export function SharingScreen() {
  const t = useTranslations('sharing');
  const assignment = useAssignment();
  const people = usePeople();
  const teams = useTeams();
  const failed = [assignment, people, teams].find(({ isError, data }) => isError && data === undefined);
  const { data } = assignment;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={failed ?? assignment}>
          {data && people.data && teams.data && (
            <SharingForm
              key={JSON.stringify(data.rules)}
              saved={data.rules}
              timeZone={data.timeZone}
              people={people.data.people.filter(({ isBlocked, role }) => !isBlocked && role !== 'viewer')}
              teams={teams.data}
            />
          )}
        </Section>
      </div>
    </main>
  );
}
