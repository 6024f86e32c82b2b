'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ScoreForm } from './score-form.tsx';
import { contactsKey } from './use-contacts.ts';

/** What counts for the score of contacts, and how much: seen by everybody who sees contacts, changed by whoever runs the business. */
export function ScoreScreen() {
  const t = useTranslations('contacts.score.settings');
  const { client, workspace } = useDesk();
  const rules = useQuery({
    queryKey: [...contactsKey, 'scoreRules'],
    queryFn: () => client.contacts.scoreRules.query({ workspaceId: workspace.id, input: {} }),
  });
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={rules}>
          {rules.data && <ScoreForm saved={rules.data} />}
        </Section>
      </div>
    </main>
  );
}
