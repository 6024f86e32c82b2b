import type { Metadata } from 'next';
import { RolesScreen } from '../../../../features/people/roles-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.people.ownRoles.title);

export default function RolesPage() {
  return <RolesScreen />;
}
