'use client';

import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { SurveyForm } from './survey-form.tsx';
import { useSurvey } from './use-survey.ts';

/** The question that customers get when their conversation is resolved. */
export function SurveyScreen() {
  const t = useTranslations('survey');
  const survey = useSurvey();
  const { data } = survey;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={survey}>
          {data && <SurveyForm key={JSON.stringify(data)} saved={data.rules} timeZone={data.timeZone} />}
        </Section>
      </div>
    </main>
  );
}
