import type { Metadata } from 'next';
import { SignUpForm } from '../../../features/identity/sign-up-form.tsx';
import { readPublicConfig } from '../../../features/session/read-viewer.ts';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.signup.title);

export default async function SignUpPage() {
  const { issuers } = await readPublicConfig();
  return <SignUpForm issuers={issuers} />;
}
