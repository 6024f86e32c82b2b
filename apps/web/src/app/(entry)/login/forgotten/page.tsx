import type { Metadata } from 'next';
import { ForgottenForm } from '../../../../features/identity/forgotten-form.tsx';
import { readPublicConfig } from '../../../../features/session/read-viewer.ts';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> =>
  titleOf((messages) => messages.identity.login.forgottenPage.title);

export default async function ForgottenPage() {
  const { mailboxUrl } = await readPublicConfig();
  return <ForgottenForm mailboxUrl={mailboxUrl} />;
}
