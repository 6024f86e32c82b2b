import type { Metadata } from 'next';
import { PeopleScreen } from '../../../../features/people/people-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.people.title);

export default function PeoplePage() {
  return <PeopleScreen />;
}
