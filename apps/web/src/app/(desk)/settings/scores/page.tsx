import type { Metadata } from 'next';
import { ScoreScreen } from '../../../../features/contacts/score-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.contacts.score.settings.title);

export default function ScoresPage() {
  return <ScoreScreen />;
}
