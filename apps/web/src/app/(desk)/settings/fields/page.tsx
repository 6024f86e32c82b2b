import type { Metadata } from 'next';
import { FieldsScreen } from '../../../../features/contacts/fields-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.contacts.ownFields.title);

export default function FieldsPage() {
  return <FieldsScreen />;
}
