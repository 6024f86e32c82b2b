import type { Metadata } from 'next';
import { LinkForm } from '../../../../features/identity/link-form.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.login.link.title);

export default function LinkPage() {
  return <LinkForm />;
}
