import type { Metadata } from 'next';
import { VerifyForm } from '../../../../features/identity/verify-form.tsx';
import { readPublicConfig } from '../../../../features/session/read-viewer.ts';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.verify.title);

export default async function VerifyPage() {
  const { mailboxUrl } = await readPublicConfig();
  return <VerifyForm mailboxUrl={mailboxUrl} />;
}
