'use client';

import { EmptyState } from '@recado/ui/empty-state';
import { useTranslations } from 'next-intl';
import { PlaceCredit } from '../security/place-credit.tsx';
import { Section } from '../security/section.tsx';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { AddressPolicy } from './address-policy.tsx';
import { FactorPolicy } from './factor-policy.tsx';
import { IdlePolicy } from './idle-policy.tsx';
import { MendList } from './mend-list.tsx';
import { Figures, TeamList } from './team-list.tsx';
import { usePolicies, useTeamSecurity } from './use-team-security.ts';

/** How safe the team is, what to mend first, and what the account binds its people to; for whoever may see it. */
export function TeamSecurityScreen() {
  const t = useTranslations('teamSecurity');
  const { workspace } = useDesk();
  const may = useMay('security.read');
  return (
    <main className="relative min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        {may ? (
          <>
            <div className="grid gap-1">
              <h1 className="font-serif text-display">{t('title')}</h1>
              <p className="text-body text-quiet">{t('detail', { workspace: workspace.name })}</p>
            </div>
            <Team />
            <Policies />
          </>
        ) : (
          <EmptyState picture={<BlankNote />} title={t('forbidden.title')} detail={t('forbidden.detail')} />
        )}
      </div>
    </main>
  );
}

function Team() {
  const t = useTranslations('teamSecurity');
  const team = useTeamSecurity();
  return (
    <>
      <Section title={t('mend.title')} detail={t('mend.detail')} asked={team}>
        {team.data && <MendList mends={team.data.mend} people={team.data.people} />}
      </Section>
      {team.data && (
        <>
          <Figures team={team.data} />
          <Section title={t('people.title')} detail={t('people.detail')}>
            <TeamList people={team.data.people} />
            {team.data.people.some(({ sessions }) => sessions.some(({ place }) => place)) && <PlaceCredit />}
          </Section>
        </>
      )}
    </>
  );
}

function Policies() {
  const t = useTranslations('teamSecurity.policies');
  const { client } = useDesk();
  const mayChange = useMay('security.update');
  const policies = usePolicies();
  const people = useTeamSecurity().data?.people ?? [];
  return (
    <Section title={t('title')} detail={mayChange ? t('detail') : t('readOnly')} asked={policies}>
      {policies.data && !policies.data.mayFactor && (
        <EmptyState
          title={t('planNone')}
          detail={t('planNoneDetail')}
          action={<TalkToUs client={client} source="limit" />}
        />
      )}
      {policies.data?.mayFactor && (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
          <FactorPolicy key={policies.data.twoFactor} policies={policies.data} people={people} mayChange={mayChange} />
          <IdlePolicy
            key={`idle ${policies.data.idleMinutes}`}
            policies={policies.data}
            people={people}
            mayChange={mayChange}
          />
          <AddressPolicy key={policies.data.allowList.join()} policies={policies.data} mayChange={mayChange} />
        </div>
      )}
    </Section>
  );
}
