import type { Metadata } from 'next';
import { titleOf } from '../../../../features/shell/title-of.ts';
import { SurveyScreen } from '../../../../features/survey/survey-screen.tsx';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.survey.title);

export default function SurveyPage() {
  return <SurveyScreen />;
}
