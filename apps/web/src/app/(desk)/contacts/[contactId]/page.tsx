import type { Metadata } from 'next';
import { ContactScreen } from '../../../../features/contacts/contact-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.contacts.one);

export default async function Page({ params }: { params: Promise<{ contactId: string }> }) {
  return <ContactScreen contactId={(await params).contactId} />;
}
