import type { Metadata } from 'next';
import { ContactsScreen } from '../../../features/contacts/contacts-screen.tsx';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.contacts.title);

export default function Page() {
  return <ContactsScreen />;
}
